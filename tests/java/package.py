#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what is known of the Java of a whole package with what `jdeps -v` says of its jars.

package.py MXAUDIT LINKDUMP CLASSDUMP PACKAGE

links       each reference that the reach follows, archive by archive
references  how many an archive has, as the fact java-archive counts them
reached     the archives that code leads to, from own classes on

Differences that are meant are those of compare.py, and two more:

1. The reach leaves classes of java/ out: no archive has them.
2. It follows what compare.py calls bounds and MethodType entries, which jdeps does not look at.

Prints a line for each comparison that differs, and "N passed, N failed".
"""

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile

from compare import Comparison, base_classes, jdeps, ours, plain_classes, run

PROJECT = 'model/bundles/project.jar'


def extract(package, folder):
    """Archives by the names that facts have, each with a folder of its classes."""
    archives = {}
    with zipfile.ZipFile(package) as z:
        names = [n for n in z.namelist() if n.endswith('.jar')
                 and n.startswith(('model/bundles/', 'model/lib/'))]
        z.extractall(folder, names)
    waiting = [(n, os.path.join(folder, n)) for n in names]
    while waiting:
        name, file = waiting.pop()
        classes = tempfile.mkdtemp(dir=folder)
        with zipfile.ZipFile(file) as z:
            z.extractall(classes, [n for n in z.namelist() if n.endswith(('.class', '.jar'))])
            waiting += [(f'{name}!/{n}', os.path.join(classes, n)) for n in z.namelist()
                        if n.endswith('.jar')]
        archives[name] = classes
    return archives


def slashed(pairs):
    return {tuple(p.replace('.', '/') for p in pair) for pair in pairs}


def hashes(linkdump, names):
    out, _ = run(linkdump, 'hash', stdin='\n'.join(sorted(names)).encode() + b'\n')
    return dict(line.split('\t')[::-1] for line in out.split('\n') if line)


def links_of(linkdump, folder, names):
    """archive -> {(hash, hash)} of jars in the package, and of those inside them."""
    done = subprocess.run([linkdump, 'links', *names], cwd=folder, capture_output=True,
                          check=True)
    links = {}
    for line in done.stdout.decode().split('\n'):
        if line:
            archive, *pair = line.split('\t')
            links.setdefault(archive, set()).add(tuple(pair))
    return links


def all_classes(folder):
    return sorted(os.path.join(where, f) for where, _, names in os.walk(folder) for f in names
                  if f.endswith('.class'))


def compare_links(comparison, name, theirs, mine, hashed):
    """Only classes that are not copies for one release: jdeps was asked for the base."""
    sources = {c for c, _ in theirs}
    known = {hashed[c] for c in sources}
    expected = {(hashed[a], hashed[b]) for a, b in theirs if not b.startswith('java/')}
    comparison.equal(name + ' links', expected, {p for p in mine if p[0] in known})


def facts_of(mxaudit, package):
    out, err = run(mxaudit, 'facts', package, '--pack', 'none')
    if not out:
        sys.exit('mxaudit: ' + err)
    return {e.get('path'): e for e in ET.fromstring(out) if e.tag.endswith('java-archive')}


def is_own(name):
    return '/proxies/' not in '/' + name and not name.startswith('com/mendix/')


def reached_by(refs, classes):
    """Archives that have a class to which references lead from own classes of project.jar."""
    homes = {}
    for archive, names in classes.items():
        for name in names:
            homes.setdefault(name, set()).add(archive)
    targets = {}
    for pairs in refs.values():
        for a, b in pairs:
            targets.setdefault(a, set()).add(b)
    waiting = [c for c in classes[PROJECT] if is_own(c)]
    seen = set(waiting)
    while waiting:
        for b in targets.get(waiting.pop(), ()):
            if b in homes and b not in seen:
                seen.add(b)
                waiting.append(b)
    return {a for c in seen for a in homes[c]} | {PROJECT}


def main():
    mxaudit, linkdump, classdump, package = (os.path.abspath(p) for p in sys.argv[1:])
    comparison = Comparison()
    with tempfile.TemporaryDirectory() as folder:
        archives = extract(package, folder)
        facts = facts_of(mxaudit, package)
        mine = links_of(linkdump, folder, sorted(n for n in archives if '!' not in n))
        refs, classes = {}, {}
        for name, place in archives.items():
            theirs = slashed(jdeps(plain_classes(place)))
            more = {tuple(line) for line in ours(classdump, 'more', all_classes(place))}
            refs[name] = theirs | more
            classes[name] = {c for c, in ours(classdump, 'name', base_classes(place))}
            count = int(facts[name].get('references')) if name in facts else -1
            comparison.equal(name + ' references', {len(theirs)}, {count})
        hashed = hashes(linkdump, {c for pairs in refs.values() for pair in pairs for c in pair})
        for name in sorted(archives):
            if refs[name]:
                compare_links(comparison, name, refs[name], mine.get(name, set()), hashed)
        code = {p for p, e in facts.items() if e.get('reached') == 'code'}
        comparison.equal('reached', reached_by(refs, classes), code)
        total = sum(len(p) for p in refs.values())
        print(f'{os.path.basename(package)}: {len(archives)} archives, {total} references, '
              f'{len(code)} reached by code')
    print(f'{comparison.passed} passed, {comparison.failed} failed')
    return 0 if comparison.passed and not comparison.failed else 1


if __name__ == '__main__':
    sys.exit(main())
