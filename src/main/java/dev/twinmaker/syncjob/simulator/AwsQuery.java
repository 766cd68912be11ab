package dev.twinmaker.syncjob.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The AWS Query protocol of STS: what is asked comes as a form, and is answered in XML. */
final class AwsQuery implements Protocol {

    static final String STS_VERSION = "2011-06-15";

    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/" + STS_VERSION + "/";

    private static final Pattern NOT_IN_XML =
            Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private final Operation operation;

    /** For the answers of one operation, whose name is in them. */
    AwsQuery(Operation operation) {
        this.operation = operation;
    }

    @Override
    public String contentType() {
        return "text/xml";
    }

    @Override
    public byte[] success(ObjectNode members, String requestId) {
        String name = operation.wireName();
        ObjectNode content = Json.object();
        content.set(name + "Result", members);
        content.putObject("ResponseMetadata").put("RequestId", requestId);
        return document(name + "Response", content);
    }

    /** The code has one place only; it is left out if it is to be nowhere. */
    @Override
    public Exchange.Message error(Reply error, FaultAction.CodePlace place, String requestId) {
        ObjectNode content = Json.object();
        ObjectNode details = content.putObject("Error").put("Type", error.status() < 500 ? "Sender" : "Receiver");
        if (!error.errorCode().isEmpty() && place != FaultAction.CodePlace.NOWHERE) {
            details.put("Code", error.errorCode());
        }
        details.put("Message", error.body().path("message").asText());
        content.put("RequestId", requestId);
        return message(error, document("ErrorResponse", content));
    }

    private static byte[] document(String root, ObjectNode content) {
        StringBuilder xml = new StringBuilder("<" + root + " xmlns=\"" + NAMESPACE + "\">");
        write(content, xml);
        return xml.append("</" + root + ">").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonNode content, StringBuilder xml) {
        xml.append(escaped(content.asText()));
        content.properties().forEach(member -> {
            xml.append("<" + member.getKey() + ">");
            write(member.getValue(), xml);
            xml.append("</" + member.getKey() + ">");
        });
    }

    /** What cannot be in XML at all has a replacement character in its place. */
    private static String escaped(String text) {
        String allowed = NOT_IN_XML.matcher(text).replaceAll("\uFFFD");
        return allowed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
