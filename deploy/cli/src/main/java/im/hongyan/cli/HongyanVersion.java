package im.hongyan.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of the jar; "development" when run from classes. */
final class HongyanVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = HongyanVersion.class.getPackage().getImplementationVersion();
        return new String[] {"hongyan " + (version == null ? "development" : version)};
    }
}
