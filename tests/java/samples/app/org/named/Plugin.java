/* SPDX-License-Identifier: Apache-2.0 */
package org.named;

public class Plugin {
	public org.named.Part[] parts() {
		return new Part[0];
	}
}
