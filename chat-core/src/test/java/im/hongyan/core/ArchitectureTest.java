package im.hongyan.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who may import whom. */
@AnalyzeClasses(packages = "im.hongyan.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String US = "im.hongyan.core.";

    @ArchTest
    static final ArchRule rooms = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("im.hongyan.core..")
            .layer("application")
            .definedBy("im.hongyan.core")
            .layer("rest")
            .definedBy(US + "rest")
            .layer("request")
            .definedBy(US + "request")
            .layer("receipt")
            .definedBy(US + "receipt")
            .layer("group")
            .definedBy(US + "group")
            .layer("inbox")
            .definedBy(US + "inbox..")
            .layer("media")
            .definedBy(US + "media..")
            .layer("friend")
            .definedBy(US + "friend..")
            .layer("account")
            .definedBy(US + "account..")
            .layer("tenant")
            .definedBy(US + "tenant")
            .layer("history")
            .definedBy(US + "history")
            .layer("message")
            .definedBy(US + "message", US + "message.attachment")
            .layer("sequence")
            .definedBy(US + "message.sequence")
            .layer("change")
            .definedBy(US + "message.change")
            .layer("conversation")
            .definedBy(US + "conversation")
            .layer("log")
            .definedBy(US + "log")
            .layer("notice")
            .definedBy(US + "notice")
            .layer("refusal")
            .definedBy(US + "refusal")
            .whereLayer("application")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("rest")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("request")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("receipt")
            .mayOnlyBeAccessedByLayers("inbox")
            .whereLayer("group")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("inbox")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("media")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("friend")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("account")
            .mayOnlyBeAccessedByLayers("friend", "group", "inbox", "media", "request")
            .whereLayer("tenant")
            .mayOnlyBeAccessedByLayers("account", "change", "friend", "group", "media", "request")
            .whereLayer("history")
            .mayOnlyBeAccessedByLayers("account", "inbox")
            .whereLayer("message")
            .mayOnlyBeAccessedByLayers("group", "media")
            .whereLayer("sequence")
            .mayOnlyBeAccessedByLayers("message", "change")
            .whereLayer("change")
            .mayOnlyBeAccessedByLayers("message")
            .whereLayer("notice")
            .mayOnlyBeAccessedByLayers("account", "friend", "inbox")
            .whereLayer("conversation")
            .mayOnlyBeAccessedByLayers(
                    "account", "friend", "group", "history", "inbox", "message", "change", "notice", "receipt")
            .whereLayer("log")
            .mayOnlyBeAccessedByLayers(
                    "conversation",
                    "friend",
                    "group",
                    "history",
                    "inbox",
                    "media",
                    "message",
                    "change",
                    "sequence",
                    "receipt");

    @ArchTest
    static final ArchRule noCycles = slices().matching(US + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule otherApplicationsAreUnknown = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("im.hongyan.gateway..", "im.hongyan.persistence..", "im.hongyan.client..");

    @ArchTest
    static final ArchRule onlyRepositoriesSpeakSql = noClasses()
            .that()
            .resideOutsideOfPackage(US + "refusal")
            .and()
            .haveSimpleNameNotEndingWith("Repository")
            .and()
            .doNotHaveSimpleName("GroupMembers")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.r2dbc..", "org.springframework.r2dbc..");

    @ArchTest
    static final ArchRule whoOwnsKeysSpeaksToRedis = noClasses()
            .that()
            .resideOutsideOfPackages(
                    US + "message.sequence",
                    US + "account.revocation",
                    US + "account.login",
                    US + "request",
                    US + "refusal")
            .and()
            .doNotHaveSimpleName("MessageWiring")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.lettuce..");

    @ArchTest
    static final ArchRule doorsAreShut = classes()
            .that()
            .haveSimpleNameEndingWith("Endpoint")
            .or()
            .haveSimpleNameEndingWith("Controller")
            .should()
            .notBePublic();

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
    static final ArchRule nothingPrints = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
