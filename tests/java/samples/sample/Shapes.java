/* SPDX-License-Identifier: Apache-2.0 */
/* What javac writes for the language: lambdas, records, switches, nesting, concatenation. */
package sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

@Shapes.Seen(value = "class", kinds = {ElementType.TYPE}, of = Thread.class)
public class Shapes<K extends Object & Comparable<K>, V> extends HashMap<K, List<? super V>>
		implements Callable<Map.Entry<K, long[][]>> {
	@Retention(RetentionPolicy.RUNTIME)
	@interface Seen {
		String value() default "";
		ElementType[] kinds() default {};
		Class<?> of() default Object.class;
		Inner[] inner() default {};
	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Inner {
		int value();
	}

	@interface Unseen {
	}

	enum Colour {
		RED, GREEN { @Override String text() { return "gr\u00fcn \ud83d\udfe2 \0 \\ \" \t"; } };
		String text() { return name(); }
	}

	record Point(int x, @Seen double y, List<String> names) implements Comparable<Point> {
		Point {
			if (x < 0)
				throw new IllegalArgumentException("x is " + x + " of " + names + '\u0001');
		}
		public int compareTo(Point o) { return Integer.compare(x, o.x); }
	}

	sealed interface Figure permits Square, Circle {
	}
	static final class Square implements Figure {
	}
	static final class Circle implements Figure {
	}

	class Deep<T extends Number> {
		class Deeper<U> {
			T first;
			U second;
		}
	}

	static final long LONG = 1L << 40;
	static final double DOUBLE = 2.5;
	static final String TEXT = "a constant";
	private static volatile List<Shapes<String, Integer>.Deep<Long>.Deeper<Runnable>> deepest =
		new ArrayList<>();
	protected transient int[][] table = new int[3][4];
	char lone = '\ud800';
	String surrogate = "lone \ud800 and \udc00";

	@Override
	public Map.Entry<K, long[][]> call() throws IOException, InterruptedException {
		return null;
	}

	static <T extends Object & Runnable & java.io.Closeable> void bounded(@Seen("p") T t, int n)
			throws IOException {
		t.run();
		t.close();
	}

	@Seen(inner = {@Inner(1), @Inner(2)})
	@Unseen
	int switches(String s, Colour c, int i) {
		switch (s) {
		case "Aa": case "BB":
			i++;
			break;
		case "tls":
			return 2;
		default:
			i += 100000;
		}
		int sum = switch (c) { case RED -> i * 2; case GREEN -> i / 3; };
		switch (sum) {
		case 1: return 10;
		case 2: return 20;
		case 3: return 30;
		case -2000000000: return 40;
		case 2000000000: return 50;
		default: return (int) (LONG % 7 + (long) DOUBLE);
		}
	}

	Supplier<Function<String, Integer>> lambdas(long captured) {
		Comparator<Point> order = Comparator.comparing(Point::x).thenComparing(p -> p.y);
		Runnable r = () -> System.out.println(captured + " in " + order);
		r.run();
		return () -> text -> text.length() + (int) captured;
	}

	String resources(Object o) throws IOException {
		try (BufferedReader in = new BufferedReader(new StringReader("text"))) {
			return in.readLine() + (o instanceof int[][] a ? a.length : ((Number[]) o).length);
		} catch (ArithmeticException | ClassCastException e) {
			synchronized (this) {
				return e.getMessage();
			}
		} finally {
			deepest.clear();
		}
	}

	Object arrays() {
		Object copy = new byte[5].clone();
		Class<?>[] classes = {int.class, Integer[].class, Point[][].class, Map.Entry.class};
		return new Object[] {copy, classes, new Point[2][], table[0][1]++, new double[] {1, 3.5f}};
	}

	/* Over 256 locals, so that the wide forms occur. */
	int wide(int n) {
		long a0 = n, a1 = n, a2 = n, a3 = n, a4 = n, a5 = n, a6 = n, a7 = n, a8 = n, a9 = n;
		long a10 = n, a11 = n, a12 = n, a13 = n, a14 = n, a15 = n, a16 = n, a17 = n, a18 = n, a19 = n;
		long a20 = n, a21 = n, a22 = n, a23 = n, a24 = n, a25 = n, a26 = n, a27 = n, a28 = n, a29 = n;
		long a30 = n, a31 = n, a32 = n, a33 = n, a34 = n, a35 = n, a36 = n, a37 = n, a38 = n, a39 = n;
		long a40 = n, a41 = n, a42 = n, a43 = n, a44 = n, a45 = n, a46 = n, a47 = n, a48 = n, a49 = n;
		long a50 = n, a51 = n, a52 = n, a53 = n, a54 = n, a55 = n, a56 = n, a57 = n, a58 = n, a59 = n;
		long a60 = n, a61 = n, a62 = n, a63 = n, a64 = n, a65 = n, a66 = n, a67 = n, a68 = n, a69 = n;
		long a70 = n, a71 = n, a72 = n, a73 = n, a74 = n, a75 = n, a76 = n, a77 = n, a78 = n, a79 = n;
		long a80 = n, a81 = n, a82 = n, a83 = n, a84 = n, a85 = n, a86 = n, a87 = n, a88 = n, a89 = n;
		long a90 = n, a91 = n, a92 = n, a93 = n, a94 = n, a95 = n, a96 = n, a97 = n, a98 = n, a99 = n;
		long a100 = n, a101 = n, a102 = n, a103 = n, a104 = n, a105 = n, a106 = n, a107 = n, a108 = n, a109 = n;
		long a110 = n, a111 = n, a112 = n, a113 = n, a114 = n, a115 = n, a116 = n, a117 = n, a118 = n, a119 = n;
		long a120 = n, a121 = n, a122 = n, a123 = n, a124 = n, a125 = n, a126 = n, a127 = n, a128 = n, a129 = n;
		int i = n;
		float f = i;
		Object o = this;
		double d = f;
		i += 5;
		i += 70000;
		for (i++; i < n; i += 3)
			o = o.hashCode() > a0 ? o : null;
		return a129 + d + f + i + a0 > 0 ? 1 : o.hashCode();
	}
}
