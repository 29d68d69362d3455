/* SPDX-License-Identifier: Apache-2.0 */
package org.lib;

import java.util.function.Consumer;

import org.inner.Base;

public class Client extends Base<Client> {
	private final String plugin;

	public Client(String plugin) {
		this.plugin = plugin;
	}

	public void post(String text, Consumer<String> log) {
		try (java.net.Socket socket = new java.net.Socket("mail.example.com", 25)) {
			socket.getOutputStream().write(bytes(text));
			log.accept(plugin);
		} catch (java.io.IOException e) {
			throw new IllegalStateException(e);
		}
	}
}
