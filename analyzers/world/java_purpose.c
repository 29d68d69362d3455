/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names are those of the JDK and of libraries that apps bring along; a name that ends in '/'
 * is a package with all below it. Where a class does much that goes nowhere, as java/net/URL,
 * only the members count that go somewhere.
 */
#include "analyzers/world/java_purpose.h"

#include <string.h>

const char *const java_purpose_names[] = {
	[JAVA_MAIL] = "mail", [JAVA_FILE_TRANSFER] = "file-transfer",
	[JAVA_DIRECTORY] = "directory", [JAVA_DATABASE] = "database",
	[JAVA_MESSAGING] = "messaging", [JAVA_HTTP] = "http", [JAVA_SOCKET] = "socket",
	[JAVA_PROCESS] = "process", [JAVA_THREAD] = "thread",
};

/* members: with spaces around each; NULL takes any. */
static const struct known {
	enum java_purpose purpose;
	const char *class, *members;
} known[] = {
	{ JAVA_MAIL, "javax/mail/Service", " connect " },
	{ JAVA_MAIL, "javax/mail/Session", " getStore getTransport " },
	{ JAVA_MAIL, "javax/mail/Store", NULL },
	{ JAVA_MAIL, "javax/mail/Transport", NULL },
	{ JAVA_MAIL, "jakarta/mail/Service", " connect " },
	{ JAVA_MAIL, "jakarta/mail/Session", " getStore getTransport " },
	{ JAVA_MAIL, "jakarta/mail/Store", NULL },
	{ JAVA_MAIL, "jakarta/mail/Transport", NULL },
	{ JAVA_MAIL, "microsoft/exchange/webservices/", NULL },
	{ JAVA_MAIL, "org/apache/commons/mail/Email", " send sendMimeMessage " },
	{ JAVA_MAIL, "org/apache/commons/mail/HtmlEmail", NULL },
	{ JAVA_MAIL, "org/apache/commons/mail/ImageHtmlEmail", NULL },
	{ JAVA_MAIL, "org/apache/commons/mail/MultiPartEmail", NULL },
	{ JAVA_MAIL, "org/apache/commons/mail/SimpleEmail", NULL },
	{ JAVA_MAIL, "org/simplejavamail/", NULL },

	{ JAVA_FILE_TRANSFER, "com/hierynomus/", NULL },
	{ JAVA_FILE_TRANSFER, "com/jcraft/jsch/", NULL },
	{ JAVA_FILE_TRANSFER, "it/sauronsoftware/ftp4j/", NULL },
	{ JAVA_FILE_TRANSFER, "jcifs/smb/", NULL },
	{ JAVA_FILE_TRANSFER, "net/schmizz/sshj/", NULL },
	{ JAVA_FILE_TRANSFER, "org/apache/commons/net/ftp/", NULL },
	{ JAVA_FILE_TRANSFER, "org/apache/commons/vfs/", NULL },
	{ JAVA_FILE_TRANSFER, "org/apache/commons/vfs2/", NULL },
	{ JAVA_FILE_TRANSFER, "org/apache/sshd/", NULL },

	{ JAVA_DIRECTORY, "com/unboundid/ldap/", NULL },
	{ JAVA_DIRECTORY, "javax/naming/InitialContext", " <init> doLookup " },
	{ JAVA_DIRECTORY, "javax/naming/directory/InitialDirContext", NULL },
	{ JAVA_DIRECTORY, "javax/naming/ldap/InitialLdapContext", NULL },
	{ JAVA_DIRECTORY, "org/apache/directory/", NULL },
	{ JAVA_DIRECTORY, "org/springframework/ldap/", NULL },

	{ JAVA_DATABASE, "com/datastax/", NULL },
	{ JAVA_DATABASE, "com/mongodb/", NULL },
	{ JAVA_DATABASE, "com/zaxxer/hikari/", NULL },
	{ JAVA_DATABASE, "java/sql/Driver", " connect " },
	{ JAVA_DATABASE, "java/sql/DriverManager", " getConnection " },
	{ JAVA_DATABASE, "javax/sql/DataSource", " getConnection " },
	{ JAVA_DATABASE, "org/neo4j/driver/", NULL },
	{ JAVA_DATABASE, "redis/clients/jedis/", NULL },

	{ JAVA_MESSAGING, "com/rabbitmq/client/", NULL },
	{ JAVA_MESSAGING, "com/ibm/mq/", NULL },
	{ JAVA_MESSAGING, "javax/jms/", NULL },
	{ JAVA_MESSAGING, "jakarta/jms/", NULL },
	{ JAVA_MESSAGING, "org/apache/activemq/", NULL },
	{ JAVA_MESSAGING, "org/apache/kafka/clients/", NULL },
	{ JAVA_MESSAGING, "org/eclipse/paho/client/", NULL },

	{ JAVA_HTTP, "com/amazonaws/services/", NULL },
	{ JAVA_HTTP, "com/google/api/client/http/", NULL },
	{ JAVA_HTTP, "com/mashape/unirest/http/", NULL },
	{ JAVA_HTTP, "com/mendix/core/Core", " http " },
	{ JAVA_HTTP, "com/mendix/http/IHttpClient", NULL },
	{ JAVA_HTTP, "com/squareup/okhttp/OkHttpClient", NULL },
	{ JAVA_HTTP, "java/net/HttpURLConnection", " connect getInputStream getResponseCode " },
	{ JAVA_HTTP, "java/net/URL", " openConnection openStream getContent " },
	{ JAVA_HTTP, "java/net/http/HttpClient", NULL },
	{ JAVA_HTTP, "javax/ws/rs/client/", NULL },
	{ JAVA_HTTP, "jakarta/ws/rs/client/", NULL },
	{ JAVA_HTTP, "kong/unirest/", NULL },
	{ JAVA_HTTP, "okhttp3/Call", NULL },
	{ JAVA_HTTP, "okhttp3/OkHttpClient", NULL },
	{ JAVA_HTTP, "org/apache/axis/client/", NULL },
	{ JAVA_HTTP, "org/apache/axis2/client/", NULL },
	{ JAVA_HTTP, "org/apache/commons/httpclient/HttpClient", NULL },
	{ JAVA_HTTP, "org/apache/hc/client5/http/impl/", NULL },
	{ JAVA_HTTP, "org/apache/http/client/HttpClient", NULL },
	{ JAVA_HTTP, "org/apache/http/client/fluent/", NULL },
	{ JAVA_HTTP, "org/apache/http/impl/client/", NULL },
	{ JAVA_HTTP, "org/apache/http/impl/nio/client/", NULL },
	{ JAVA_HTTP, "org/asynchttpclient/", NULL },
	{ JAVA_HTTP, "org/jsoup/Jsoup", " connect " },
	{ JAVA_HTTP, "org/springframework/web/client/RestTemplate", NULL },
	{ JAVA_HTTP, "retrofit2/", NULL },
	{ JAVA_HTTP, "software/amazon/awssdk/services/", NULL },
	{ JAVA_HTTP, "twitter4j/Twitter", NULL },

	{ JAVA_SOCKET, "java/net/DatagramSocket", NULL },
	{ JAVA_SOCKET, "java/net/InetAddress", " isReachable " },
	{ JAVA_SOCKET, "java/net/MulticastSocket", NULL },
	{ JAVA_SOCKET, "java/net/ServerSocket", NULL },
	{ JAVA_SOCKET, "java/net/Socket", NULL },
	{ JAVA_SOCKET, "java/nio/channels/AsynchronousSocketChannel", NULL },
	{ JAVA_SOCKET, "java/nio/channels/DatagramChannel", NULL },
	{ JAVA_SOCKET, "java/nio/channels/ServerSocketChannel", NULL },
	{ JAVA_SOCKET, "java/nio/channels/SocketChannel", NULL },
	{ JAVA_SOCKET, "java/rmi/registry/LocateRegistry", NULL },
	{ JAVA_SOCKET, "javax/net/SocketFactory", " createSocket " },
	{ JAVA_SOCKET, "javax/net/ssl/SSLSocketFactory", " createSocket " },
	{ JAVA_SOCKET, "org/java_websocket/", NULL },

	{ JAVA_PROCESS, "java/lang/ProcessBuilder", " start " },
	{ JAVA_PROCESS, "java/lang/Runtime", " exec " },
	{ JAVA_PROCESS, "org/apache/commons/exec/", NULL },

	{ JAVA_THREAD, "java/lang/Thread", " start startVirtualThread " },
	{ JAVA_THREAD, "java/util/Timer", " schedule scheduleAtFixedRate " },
	{ JAVA_THREAD, "java/util/concurrent/CompletableFuture", " runAsync supplyAsync " },
	{ JAVA_THREAD, "java/util/concurrent/Executors",
	  " newCachedThreadPool newFixedThreadPool newScheduledThreadPool newSingleThreadExecutor"
	  " newSingleThreadScheduledExecutor newWorkStealingPool"
	  " newVirtualThreadPerTaskExecutor " },
	{ JAVA_THREAD, "java/util/concurrent/ForkJoinPool", " <init> commonPool " },
	{ JAVA_THREAD, "java/util/concurrent/ScheduledThreadPoolExecutor", " <init> " },
	{ JAVA_THREAD, "java/util/concurrent/ThreadPoolExecutor", " <init> " },
	{ JAVA_THREAD, "org/quartz/", NULL },
};

static bool has_member(const char *members, struct class_text member)
{
	const char *at = members;

	if (member.len == 0 || memchr(member.bytes, ' ', member.len) != NULL)
		return false;
	while ((at = strchr(at, ' ')) != NULL && at[1] != '\0') {
		at++;
		if (strncmp(at, member.bytes, member.len) == 0 && at[member.len] == ' ')
			return true;
	}
	return false;
}

static bool names_class(const char *known_name, struct class_text class)
{
	size_t n = strlen(known_name);

	return known_name[n - 1] == '/' ? class_text_starts(class, known_name)
					: class_text_is(class, known_name);
}

static bool ends(struct class_text t, const char *suffix)
{
	size_t n = strlen(suffix);

	return t.len >= n && memcmp(t.bytes + t.len - n, suffix, n) == 0;
}

enum java_purpose java_purpose_of(struct class_text class, struct class_text member,
				  bool *by_member)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		const struct known *k = &known[i];

		/* Most classes part at the first letters. */
		if (class.len < 4 || memcmp(k->class, class.bytes, 4) != 0 ||
		    !names_class(k->class, class))
			continue;
		if (ends(class, "Exception") || ends(class, "Error"))
			return JAVA_NO_PURPOSE;
		if (k->members != NULL && !has_member(k->members, member))
			continue;
		*by_member = k->members != NULL;
		return k->purpose;
	}
	return JAVA_NO_PURPOSE;
}
