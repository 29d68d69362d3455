/* SPDX-License-Identifier: Apache-2.0 */
package desk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

public class Outbox<T extends Comparable<T>> {
	public enum Order { LATEST, OLDEST }

	private final List<T> letters = new ArrayList<>();
	private final Order order;

	public Outbox(Order order) {
		this.order = order;
	}

	public static long limit() {
		return 100;
	}

	public static byte[] fetch(java.net.URL from) throws java.io.IOException {
		return from.openStream().readAllBytes();
	}

	public void each(Consumer<T> what) {
		switch (order) {
		case LATEST:
			letters.forEach(what);
			break;
		default:
			letters.stream().sorted().forEach(what);
		}
	}

	public boolean isEmpty() {
		return letters.isEmpty();
	}
}
