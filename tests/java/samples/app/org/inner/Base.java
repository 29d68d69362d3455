/* SPDX-License-Identifier: Apache-2.0 */
package org.inner;

public abstract class Base<T extends Base<T>> {
	protected byte[] bytes(String text) {
		return Helper.encode(text);
	}

	static final class Helper {
		static byte[] encode(String text) {
			return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
		}
	}
}
