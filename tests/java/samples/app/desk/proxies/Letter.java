/* SPDX-License-Identifier: Apache-2.0 */
package desk.proxies;

/** As Mendix generates them: what it refers to is not used for that. */
public class Letter {
	public org.only.Proxied proxied() {
		return new org.only.Proxied();
	}
}
