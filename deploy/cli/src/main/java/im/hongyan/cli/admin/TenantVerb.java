package im.hongyan.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.cli.Checks;
import im.hongyan.cli.Output;
import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Mixin;

/** What the tenant verbs share. */
abstract class TenantVerb implements Runnable {
    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OperatorOptions operator = new OperatorOptions();

    @Override
    public void run() {
        run(new AdminApi("http://" + server.host() + ':' + server.httpPort(), operator.key()));
    }

    abstract void run(AdminApi api);

    Output output() {
        return output.output();
    }

    /** The address of a tenant. */
    static String path(String tenant) {
        return "/tenants/" + Checks.id("TENANT", tenant);
    }

    /** What the server told, field by field. */
    void print(JsonNode told) {
        Map<String, Object> object = new LinkedHashMap<>();
        StringJoiner text = new StringJoiner("  ");
        told.properties().forEach(field -> {
            Object value = value(field.getValue());
            object.put(field.getKey(), value);
            text.add(field.getKey() + '=' + value);
        });
        output().data(object, text.toString());
    }

    private static Object value(JsonNode field) {
        return switch (field.getNodeType()) {
            case BOOLEAN -> field.booleanValue();
            case NUMBER -> field.numberValue();
            default -> field.asText();
        };
    }
}
