/* SPDX-License-Identifier: Apache-2.0 */
package org.alone;

public class Alone {
	public org.inner.Base<?> base;
}
