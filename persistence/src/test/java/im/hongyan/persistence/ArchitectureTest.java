package im.hongyan.persistence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who may import whom. */
@AnalyzeClasses(packages = "im.hongyan.persistence", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule rooms = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("im.hongyan.persistence..")
            .layer("application")
            .definedBy("im.hongyan.persistence")
            .layer("message")
            .definedBy("im.hongyan.persistence.message")
            .layer("history")
            .definedBy("im.hongyan.persistence.history")
            .layer("judge")
            .definedBy("im.hongyan.persistence.judge")
            .layer("change")
            .definedBy("im.hongyan.persistence.change")
            .layer("delivery")
            .definedBy("im.hongyan.persistence.delivery")
            .layer("store")
            .definedBy("im.hongyan.persistence.store")
            .layer("log")
            .definedBy("im.hongyan.persistence.log")
            .layer("timeline")
            .definedBy("im.hongyan.persistence.timeline")
            .whereLayer("application")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("message")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("history")
            .mayOnlyBeAccessedByLayers("message")
            .whereLayer("change")
            .mayOnlyBeAccessedByLayers("message")
            .whereLayer("judge")
            .mayOnlyBeAccessedByLayers("message", "change")
            .whereLayer("delivery")
            .mayOnlyBeAccessedByLayers("message", "judge", "change", "history")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("message", "change", "history")
            .whereLayer("log")
            .mayOnlyBeAccessedByLayers("message", "judge", "change", "history", "delivery", "store")
            .whereLayer("timeline")
            .mayOnlyBeAccessedByLayers("message", "judge", "store", "log");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("im.hongyan.persistence.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule rulesArePure = noClasses()
            .that()
            .resideInAnyPackage(
                    "im.hongyan.persistence.timeline", "im.hongyan.persistence.log", "im.hongyan.persistence.judge")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("reactor..", "org.springframework..", "io.r2dbc..", "io.lettuce..", "java.time..");

    @ArchTest
    static final ArchRule onlyTheStoreSpeaksSql = noClasses()
            .that()
            .resideOutsideOfPackages("im.hongyan.persistence.store", "im.hongyan.persistence.message")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.r2dbc..");

    @ArchTest
    static final ArchRule otherApplicationsAreUnknown = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("im.hongyan.gateway..", "im.hongyan.core..", "com.rabbitmq..", "reactor.rabbitmq..");

    @ArchTest
    static final ArchRule nothingBlocks = noClasses()
            .should()
            .callMethod(Mono.class, "block")
            .orShould()
            .callMethod(Flux.class, "blockFirst")
            .orShould()
            .callMethod(Flux.class, "blockLast")
            .orShould()
            .callMethod(Flux.class, "toIterable")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule doorsAreShut = classes()
            .that()
            .haveSimpleNameEndingWith("Endpoint")
            .or()
            .haveSimpleNameEndingWith("Listener")
            .should()
            .notBePublic();
}
