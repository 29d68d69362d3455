/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Methods of the JDK and of well-known libraries that open streams and files, use them, or put
 * others around them. A method stands among the readers only where it is documented to leave the
 * stream open, or was run and did: IOUtils and StreamUtils say so for the class, ByteStreams,
 * CharStreams, Properties.load(), ImageIO and Files.copy() for each method; PDFBox 2,
 * ByteArrayDataSource of JavaMail and the key rings of Bouncy Castle were run. XML parsers and
 * FileUtils.copyInputStreamToFile() close what they read, so they are not here.
 */
#include "formats/classfile.h"

const struct class_method_name class_openers[] = {
	{"java/io/FileInputStream", "<init>"},
	{"java/io/FileOutputStream", "<init>"},
	{"java/io/FileReader", "<init>"},
	{"java/io/FileWriter", "<init>"},
	{"java/io/PrintStream", "<init>"},
	{"java/io/PrintWriter", "<init>"},
	{"java/io/RandomAccessFile", "<init>"},
	{"java/net/ServerSocket", "<init>"},
	{"java/net/Socket", "<init>"},
	{"java/net/URL", "openStream"},
	{"java/net/URLConnection", "getInputStream"},
	{"java/net/HttpURLConnection", "getInputStream"},
	{"java/nio/channels/FileChannel", "open"},
	{"java/nio/file/Files", "newBufferedReader"},
	{"java/nio/file/Files", "newBufferedWriter"},
	{"java/nio/file/Files", "newByteChannel"},
	{"java/nio/file/Files", "newDirectoryStream"},
	{"java/nio/file/Files", "newInputStream"},
	{"java/nio/file/Files", "newOutputStream"},
	{"java/util/jar/JarFile", "<init>"},
	{"java/util/zip/ZipFile", "<init>"},
};
const size_t class_opener_count = sizeof(class_openers) / sizeof(*class_openers);

const struct class_method_name class_readers[] = {
	{"com/google/common/io/ByteStreams", "copy"},
	{"com/google/common/io/ByteStreams", "exhaust"},
	{"com/google/common/io/ByteStreams", "readFully"},
	{"com/google/common/io/ByteStreams", "toByteArray"},
	{"com/google/common/io/CharStreams", "copy"},
	{"com/google/common/io/CharStreams", "readLines"},
	{"com/google/common/io/CharStreams", "toString"},
	{"jakarta/mail/util/ByteArrayDataSource", "<init>"},
	{"java/io/InputStream", "transferTo"},
	{"java/nio/file/Files", "copy"},
	{"java/util/Properties", "load"},
	{"javax/imageio/ImageIO", "read"},
	{"javax/imageio/ImageIO", "write"},
	{"javax/mail/util/ByteArrayDataSource", "<init>"},
	{"org/apache/commons/io/FileUtils", "copyToFile"},
	{"org/apache/commons/io/IOUtils", "contentEquals"},
	{"org/apache/commons/io/IOUtils", "copy"},
	{"org/apache/commons/io/IOUtils", "copyLarge"},
	{"org/apache/commons/io/IOUtils", "read"},
	{"org/apache/commons/io/IOUtils", "readFully"},
	{"org/apache/commons/io/IOUtils", "readLines"},
	{"org/apache/commons/io/IOUtils", "skip"},
	{"org/apache/commons/io/IOUtils", "skipFully"},
	{"org/apache/commons/io/IOUtils", "toByteArray"},
	{"org/apache/commons/io/IOUtils", "toCharArray"},
	{"org/apache/commons/io/IOUtils", "toString"},
	{"org/apache/commons/io/IOUtils", "write"},
	{"org/apache/commons/io/IOUtils", "writeLines"},
	{"org/apache/pdfbox/multipdf/PDFMergerUtility", "addSource"},
	{"org/apache/pdfbox/pdmodel/PDDocument", "load"},
	{"org/bouncycastle/openpgp/PGPPublicKeyRingCollection", "<init>"},
	{"org/bouncycastle/openpgp/PGPSecretKeyRingCollection", "<init>"},
	{"org/springframework/util/StreamUtils", "copy"},
	{"org/springframework/util/StreamUtils", "copyToByteArray"},
	{"org/springframework/util/StreamUtils", "copyToString"},
};
const size_t class_reader_count = sizeof(class_readers) / sizeof(*class_readers);

/* Beside the classes of java.io and java.util.zip, whose constructors tell it themselves. */
const struct class_method_name class_wrappers[] = {
	{"au/com/bytecode/opencsv/CSVReader", "<init>"},
	{"au/com/bytecode/opencsv/CSVWriter", "<init>"},
	{"com/opencsv/CSVReader", "<init>"},
	{"com/opencsv/CSVWriter", "<init>"},
	{"java/security/DigestInputStream", "<init>"},
	{"java/security/DigestOutputStream", "<init>"},
	{"java/util/Scanner", "<init>"},
	{"java/util/jar/JarInputStream", "<init>"},
	{"java/util/jar/JarOutputStream", "<init>"},
	{"javax/crypto/CipherInputStream", "<init>"},
	{"javax/crypto/CipherOutputStream", "<init>"},
	{"org/apache/commons/io/IOUtils", "buffer"},
	{"org/apache/commons/io/IOUtils", "toBufferedReader"},
	{"org/apache/commons/io/input/BOMInputStream", "<init>"},
	{"org/bouncycastle/openpgp/PGPUtil", "getDecoderStream"},
};
const size_t class_wrapper_count = sizeof(class_wrappers) / sizeof(*class_wrappers);
