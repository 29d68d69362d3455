/* SPDX-License-Identifier: Apache-2.0 */
package org.only;

public class Proxied {
	public static class Part {
		public Proxied whole;
	}
}
