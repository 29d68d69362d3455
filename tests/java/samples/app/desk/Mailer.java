/* SPDX-License-Identifier: Apache-2.0 */
package desk;

import org.lib.Client;

public class Mailer {
	private final String letter;

	public Mailer(String letter) {
		this.letter = letter;
	}

	public void send() {
		Thread worker = new Thread(new Runnable() {
			@Override
			public void run() {
				new Client("org.named.Plugin").post(letter, Mailer.this::log);
			}
		});

		worker.start();
	}

	private void log(String line) {
		try (java.net.Socket socket = new java.net.Socket("log.example.com", 514)) {
			socket.getOutputStream().write((line + letter).getBytes());
		} catch (java.io.IOException e) {
			throw new IllegalStateException(e);
		}
	}
}
