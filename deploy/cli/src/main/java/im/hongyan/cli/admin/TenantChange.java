package im.hongyan.cli.admin;

import im.hongyan.cli.CommandFailure;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tenant change}. */
@Command(name = "change", description = "Changes a tenant, or takes it out of service and back.")
final class TenantChange extends TenantVerb {
    @Parameters(paramLabel = "TENANT", description = "Its id.")
    private String id = "";

    @Mixin
    private final TenantWish wish = new TenantWish();

    @ArgGroup
    private @Nullable Service service;

    static final class Service {
        @Option(names = "--suspend", description = "Nobody of it comes in; live sessions end.")
        private boolean suspend;

        @Option(names = "--resume", description = "It is in service again.")
        private boolean resume;
    }

    @Override
    void run(AdminApi api) {
        Map<String, Object> fields = wish.fields();
        if (service != null) {
            fields.put("suspended", service.suspend && !service.resume);
        }
        if (fields.isEmpty()) {
            throw CommandFailure.usage(
                    "nothing is to change: --name, --accounts, --group-members, --recall-window, --edit-window,"
                            + " --friends-only, --suspend or --resume");
        }
        print(api.patch(path(id), fields));
    }
}
