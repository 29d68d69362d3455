/* SPDX-License-Identifier: Apache-2.0 */
package desk.actions;

import desk.Outbox;

/** Uses the same class as Send, but nothing of it that goes anywhere. */
public class Count {
	public Long executeAction() {
		return Outbox.limit();
	}
}
