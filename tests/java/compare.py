#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what classdump reads with what the JDK's tools print.

compare.py CLASSDUMP JAR|FOLDER...

refs     the classes each class refers to, with `jdeps -v`
members  member entries of the pool, in order, with `javap -v -p`
strings  string constants of the pool, in order, with `javap -v -p`
own      access, name and descriptor of fields and methods, with `javap -v -p`
code     each instruction with a pool index, and each typed handler, with `javap -v -p`

Prints a line for each comparison that differs, and "N passed, N failed".
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

# Differences that are meant, all of them:
#
# 1. jdeps leaves out that a class refers to itself.
# 2. jdeps does not look at bounds of a class's own type parameters; the reader keeps them apart
#    as CLASS_FROM_BOUND, and MethodType entries as CLASS_FROM_METHOD_TYPE.
# 3. jdeps and javap know a jar's multi-release copies by release; only the base is compared.
# 4. javap writes a lone surrogate as '?', the reader as U+FFFD.
# 5. The reader has no event for a MethodType that is loaded, nor for a dynamic constant: for
#    that, and for a dynamic call, it gives what the bootstrap method takes.
# 6. A handle that is loaded gives the index of the member it points to.
# 7. javap drops blanks at the end of a line, so those at the end of a text are not compared.
# 8. jdeps reads module-info as a module, not as a class.
REPLACED = {'\ufffd': '?'}
CALL = 4
BATCH = 400
MODULE = 'module-info.class'


def run(*command, stdin=None):
    # C.UTF-8 and both properties: javap writes in the encoding of where it runs.
    done = subprocess.run(command, input=stdin, capture_output=True, check=False,
                          env=dict(os.environ, LC_ALL='C.UTF-8'))
    return done.stdout.decode('utf-8', 'replace'), done.stderr.decode('utf-8', 'replace')


def unescape(text):
    """What javap, or classdump, wrote with backslashes."""
    plain = {'t': '\t', 'n': '\n', 'r': '\r', 'b': '\b', 'f': '\f'}

    def one(m):
        s = m.group(1)
        return chr(int(s[1:], 16)) if len(s) > 1 else plain.get(s, s)

    text = re.sub(r'\\(u[0-9a-fA-F]{4}|x[0-9a-f]{2}|.)', one, text)
    return ''.join(REPLACED.get(c, c) for c in text).rstrip(' ')


def ours(classdump, what, files):
    out, err = run(classdump, what, stdin='\n'.join(files).encode())
    if err:
        sys.exit('classdump: ' + err)
    return [line.split('\t') for line in out.split('\n') if line]


class Javap:
    """One class as `javap -v -p` prints it."""

    def __init__(self, text):
        self.pool = {}
        self.own = []
        self.code = set()
        self.name = None
        self.methods = 0
        self.ended = False
        lines = text.split('\n')
        this = re.search(r'^  this_class: #(\d+)', text, re.M).group(1)
        for at, line in enumerate(lines):
            self.read(line, lines[at - 1])
        self.name = self.text(int(this))
        self.fix_names()

    def read(self, line, before):
        if line == '}':
            self.ended = True       # what follows are attributes of the class
        if self.ended:
            return
        m = re.match(r' +#(\d+) = (.*)$', line)
        if m and not self.own:      # the tag is padded to 18 characters, and a blank
            self.pool[int(m[1])] = (m[2][:18].rstrip(), m[2][19:])
            return
        m = re.match(r'    descriptor: (.*)$', line)
        if m:
            self.methods += m[1].startswith('(')
            self.own.append([before, m[1]])
            return
        m = re.match(r'    flags: \(0x([0-9a-f]{4})\)', line)
        if m and len(self.own[-1]) == 2:
            self.own[-1].append(m[1])
            return
        m = re.match(r' +(\d+): (\w+) +#(\d+)', line)
        if m and self.methods:
            self.instruction(int(m[1]), m[2], int(m[3]))
            return
        m = re.match(r' +\d+ +\d+ +(\d+)   Class (.*)$', line)
        if m and self.methods:
            self.code.add((self.methods, int(m[1]), 'catch', m[2].strip('"')))

    def instruction(self, pc, name, index):
        tag, rest = self.pool[index]
        if tag == 'MethodHandle':
            index = int(rest.split('#')[1].split()[0])
        if tag not in ('MethodType', 'Dynamic'):
            self.code.add((self.methods, pc, index))

    def indexes(self, index):
        return [int(i) for i in re.findall(r'#(\d+)', self.pool[index][1].split('//')[0])]

    def text(self, index):
        tag, rest = self.pool[index]
        return unescape(rest) if tag == 'Utf8' else self.text(self.indexes(index)[0])

    def fix_names(self):
        simple = self.name.replace('/', '.')
        for member in self.own:
            head = member[0].split('(')[0] if '(' in member[0] else member[0].split(';')[0]
            head = head.split(' = ')[0].rstrip()
            name = head.split(' ')[-1] if '{}' not in head else '<clinit>'
            if member[1].startswith('(') and name == simple:
                name = '<init>'
            member[0] = name

    def members(self):
        found = []
        for index in sorted(self.pool):
            if self.pool[index][0] in ('Fieldref', 'Methodref', 'InterfaceMethodref'):
                owner, both = self.indexes(index)
                name, descriptor = self.indexes(both)
                found.append((self.text(owner), self.text(name), self.text(descriptor)))
        return found

    def strings(self):
        return [self.text(i) for i in sorted(self.pool) if self.pool[i][0] == 'String']


def javap_all(files):
    # As addresses: by its path, javap takes A.class for A$class where there is that, too.
    classes = {}
    for at in range(0, len(files), BATCH):
        out, _ = run('javap', '-J-Dfile.encoding=UTF-8', '-J-Dstdout.encoding=UTF-8', '-v', '-p',
                     *(pathlib.Path(f).absolute().as_uri() for f in files[at:at + BATCH]))
        for text in re.split(r'^Classfile .*\n', out, flags=re.M)[1:]:
            c = Javap(text)
            classes[c.name] = c
    return classes


def grouped(lines):
    classes = {}
    for name, *rest in lines:
        classes.setdefault(unescape(name), []).append(tuple(unescape(r) for r in rest))
    return classes


def code_of(lines, strings_of):
    """Events as javap's instructions: (method, pc, index), (method, pc, 'catch', class)."""
    found = set()
    for number, pc, opcode, kind, index in lines:
        number, pc, opcode, kind, index = (int(x) for x in (number, pc, opcode, kind, index))
        if opcode == 0:
            found.add((number, pc, 'catch', strings_of.text(index)))
        elif index and not (opcode == 186 and kind != CALL):
            found.add((number, pc, index))
    return found


def jdeps(files):
    """Of a jar without module-info, so that modules it requires need not be there."""
    with tempfile.TemporaryDirectory() as folder:
        jar = os.path.join(folder, 'classes.jar')
        with zipfile.ZipFile(jar, 'w') as z:
            for number, file in enumerate(files):
                z.write(file, f'{number}.class')
        out, _ = run('jdeps', '-v', jar)
    return {m.groups() for m in re.finditer(r'^   (\S+) +-> (\S+)', out, re.M)}


class Comparison:
    def __init__(self):
        self.passed = self.failed = 0

    def equal(self, name, theirs, found):
        if theirs == found:
            self.passed += 1
            return
        self.failed += 1
        for side, missing in (('theirs', diff(theirs, found)), ('ours', diff(found, theirs))):
            for item in missing[:5]:
                print(f'FAIL {name}: only {side}: {item}')


def diff(a, b):
    if isinstance(a, dict):
        return [(k, a[k], b.get(k)) for k in a if a[k] != b.get(k)]
    return sorted(a - b)


def names_of(classdump, files):
    return {unescape(line[0]) for line in ours(classdump, 'name', files)}


def compare(comparison, classdump, name, folder):
    files = base_classes(folder)
    classes = javap_all(files)
    comparison.equal(name + ' classes', set(classes), names_of(classdump, files))
    plain = plain_classes(folder)
    refs = {tuple(p.replace('/', '.') for p in line) for line in ours(classdump, 'refs', plain)}
    comparison.equal(name + ' refs', jdeps(plain), {r for r in refs if r[0] != r[1]})
    members = grouped(ours(classdump, 'members', files))
    comparison.equal(name + ' members', {k: c.members() for k, c in classes.items() if c.members()},
                     members)
    strings = grouped(ours(classdump, 'strings', files))
    comparison.equal(name + ' strings', {k: c.strings() for k, c in classes.items() if c.strings()},
                     {k: [s for s, in v] for k, v in strings.items()})
    own = {}
    for access, cls, member, descriptor in ours(classdump, 'own', files):
        own.setdefault(unescape(cls), []).append([unescape(member), descriptor, access])
    comparison.equal(name + ' own', {k: c.own for k, c in classes.items() if c.own}, own)
    code = {k: code_of(v, classes[k]) for k, v in
            grouped(ours(classdump, 'code', files)).items()}
    comparison.equal(name + ' code', {k: c.code for k, c in classes.items() if c.code},
                     {k: v for k, v in code.items() if v})
    print(f'{name}: {len(classes)} classes, {len(refs)} references, '
          f'{sum(len(v) for v in members.values())} members, '
          f'{sum(len(v) for v in strings.values())} strings, '
          f'{sum(len(v) for v in code.values())} instructions', flush=True)


def base_classes(folder):
    """Class files that are not multi-release copies, and not in a jar in the jar."""
    return sorted(os.path.join(where, f) for where, _, names in os.walk(folder) for f in names
                  if f.endswith('.class') and '/META-INF/' not in where + '/')


def plain_classes(folder):
    return [f for f in base_classes(folder) if os.path.basename(f) != MODULE]


def main():
    classdump, *places = sys.argv[1:]
    comparison = Comparison()
    for place in places:
        name = os.path.basename(place.rstrip('/'))
        if os.path.isdir(place):
            compare(comparison, classdump, name, place)
            continue
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(place) as z:
            z.extractall(folder, [n for n in z.namelist() if n.endswith('.class')])
            compare(comparison, classdump, name, folder)
    print(f'{comparison.passed} passed, {comparison.failed} failed')
    return 0 if comparison.passed and not comparison.failed else 1


if __name__ == '__main__':
    sys.exit(main())
