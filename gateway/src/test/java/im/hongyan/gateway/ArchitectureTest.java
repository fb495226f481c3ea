package im.hongyan.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who may import whom. */
@AnalyzeClasses(packages = "im.hongyan.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String US = "im.hongyan.gateway.";

    @ArchTest
    static final ArchRule knowsNoOtherApplication = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("im.hongyan.core..", "im.hongyan.persistence..", "im.hongyan.client..");

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching("im.hongyan.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule transportKnowsNoSessions = noClasses()
            .that()
            .resideInAPackage(US + "transport..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    US + "session..",
                    US + "lane..",
                    US + "outbox..",
                    US + "catchup..",
                    US + "delivery..",
                    US + "registry..",
                    US + "route..",
                    "im.hongyan.link..");

    @ArchTest
    static final ArchRule outboxesKnowOnlyTheTransport = noClasses()
            .that()
            .resideInAnyPackage(US + "outbox..", US + "time..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    US + "session..",
                    US + "lane..",
                    US + "catchup..",
                    US + "delivery..",
                    US + "registry..",
                    US + "route..",
                    "im.hongyan.link..");

    @ArchTest
    static final ArchRule lanesAndDeliveriesDoNotKnowEachOther = noClasses()
            .that()
            .resideInAnyPackage(US + "lane..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(US + "delivery..", US + "registry..", US + "route..", US + "session..");

    @ArchTest
    static final ArchRule onlyTheTransportKnowsNetty = noClasses()
            .that()
            .resideOutsideOfPackages(US + "transport..", US + "time..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "reactor.netty..");

    @ArchTest
    static final ArchRule nothingBlocks = noClasses()
            .should()
            .callMethod(Mono.class, "block")
            .orShould()
            .callMethod(Flux.class, "blockFirst")
            .orShould()
            .callMethod(Flux.class, "blockLast")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule nothingPrints = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
