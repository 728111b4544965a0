package io.ringfence.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        description = "Writes the value of a key, as it is, and a line feed on a terminal.")
final class GetCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "KEY")
    private String key;

    @Mixin private ClientOptions options;

    GetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Client client = new Client(options);
        HttpResponse<byte[]> value = client.send(client.key(key).GET().build());
        if (options.json) {
            console.out().println(Client.text(json(value)));
            return Exit.OK;
        }
        console.out().write(value.body(), 0, value.body().length);
        if (System.console() != null) console.out().println();
        console.out().flush();
        return Exit.OK;
    }

    private ObjectNode json(HttpResponse<byte[]> value) {
        ObjectNode json = Client.JSON.createObjectNode();
        json.put("key", key);
        String tag = value.headers().firstValue("ETag").orElse("").replace("\"", "");
        json.put("version", Long.valueOf(tag));
        json.put("epoch", number(value, "Ringfence-Epoch"));
        json.put("index", number(value, "Ringfence-Index"));
        try {
            ByteBuffer bytes = ByteBuffer.wrap(value.body());
            json.put("value", StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            json.put("valueBase64", value.body());
        }
        return json;
    }

    private static long number(HttpResponse<byte[]> value, String header) {
        return value.headers().firstValueAsLong(header).orElse(-1);
    }
}
