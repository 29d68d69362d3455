/* SPDX-License-Identifier: Apache-2.0 */
/* Calls with constant arguments, and what stays open: expect.calls and expect.open. */
package sample;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.util.Properties;
import java.util.Scanner;
import javax.net.ssl.SSLContext;

class Calls {
	static final String PROTOCOLS = "https.protocols";
	static final int NEVER = 0;
	private InputStream kept;

	void tls(Socket s, String given) throws Exception {
		SSLContext.getInstance("TLSv1");
		SSLContext.getInstance("TLS" + "v1.1");
		SSLContext.getInstance(given);
		System.setProperty(PROTOCOLS, given);
		s.setSoTimeout(NEVER);
		s.setSoLinger(true, -1);
	}

	void through(Socket s, boolean which) throws Exception {
		int timeout = 70000;
		String name = "mail.smtp.timeout";
		Properties p = new Properties();
		p.put(name, timeout);
		p.put(Long.valueOf(5L), Double.valueOf(2.5));
		s.setSoTimeout(timeout);
		s.setSoTimeout(which ? 1 : 2);
		s.setSoTimeout(timeout);
		timeout++;
		s.setSoTimeout(timeout);
		Math.max(3L, 4L);
		String.format("%s", String.class, null);
	}

	void lambda() {
		Runnable r = () -> System.setProperty("java.security.manager", "");
		r.run();
		System.out.println("port " + NEVER + this);
	}

	static int open(File f) throws IOException {
		return new BufferedReader(new FileReader(f)).read();
	}

	static int openByName(String f) throws IOException {
		FileInputStream in = new FileInputStream(f);
		int n = in.read();
		if (n > 3)
			n += in.read();
		return n;
	}

	static int openUrl(URL u) throws IOException {
		InputStream in = u.openStream();
		return in.read() + ((FileInputStream) in).available();
	}

	static void closed(File f) throws IOException {
		BufferedWriter out = new BufferedWriter(new FileWriter(f));
		for (int i = 0; i < 3; i++)
			out.write(i);
		out.close();
	}

	static int closedInFinally(File f) throws IOException {
		InputStream in = null;
		try {
			in = new FileInputStream(f);
			return in.read();
		} finally {
			if (in != null)
				in.close();
		}
	}

	static String tried(File f) throws IOException {
		try (BufferedReader in = new BufferedReader(
				new InputStreamReader(new FileInputStream(f)))) {
			return in.readLine();
		}
	}

	static InputStream returned(File f, boolean which) throws IOException {
		InputStream in = new FileInputStream(f);
		if (which)
			return in;
		return null;
	}

	void stored(File f) throws IOException {
		kept = new FileInputStream(f);
	}

	static void passed(File f) throws IOException {
		aroundGiven(new FileOutputStream(f));
	}

	static void onlyWritten(File f) throws IOException {
		FileOutputStream out = new FileOutputStream(f);
		Files.copy(f.toPath(), out);
	}

	static String onlyScanned(File f) throws IOException {
		Scanner in = new Scanner(new FileInputStream(f), "UTF-8");
		return in.next();
	}

	static String scanned(File f) throws IOException {
		try (Scanner in = new Scanner(new FileInputStream(f), "UTF-8")) {
			return in.next();
		}
	}

	static void closedBehindGetter(URL u, Properties p) throws IOException {
		URLConnection c = u.openConnection();
		p.load(c.getInputStream());
		c.getInputStream().close();
	}

	static Runnable captured(File f) throws IOException {
		FileOutputStream out = new FileOutputStream(f);
		return () -> System.out.println(out);
	}

	static void throughPart(String host) throws IOException {
		Socket s = new Socket(host, 25);
		s.getOutputStream().close();
	}

	static void aroundGiven(OutputStream given) {
		PrintStream out = new PrintStream(given);
		out.println();
	}

	static class Own extends PrintStream {
		Own(File f) throws IOException {
			super(f);
		}
	}

	static String left() throws IOException {
		return File.createTempFile("left", ".tmp").getName();
	}

	static void deleted() throws IOException {
		File f = File.createTempFile("gone", ".tmp");
		f.deleteOnExit();
		Files.deleteIfExists(Files.createTempFile("a", "b"));
	}

	static int cast(URL u) throws IOException {
		return ((FileInputStream) u.getContent()).available();
	}

	static int noCast(FileInputStream in, Object o) throws IOException {
		in.close();
		return ((FileInputStream) o).available();
	}
}
