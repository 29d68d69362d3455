/* SPDX-License-Identifier: Apache-2.0 */
package desk.actions;

import desk.Mailer;
import desk.Outbox;

/** What a developer writes behind a Java action: all of it in other classes. */
public class Send {
	public Boolean executeAction() throws Exception {
		Outbox<String> box = new Outbox<>(Outbox.Order.LATEST);

		box.each(letter -> new Mailer(letter).send());
		return box.isEmpty();
	}

	@Override
	public String toString() {
		return "Send";
	}
}
