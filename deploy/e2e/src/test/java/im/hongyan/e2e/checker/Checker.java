package im.hongyan.e2e.checker;

/**
 * Judges a run by what its clients recorded, what the tables hold at the end and what devices pull from cursor 0. Needs a few
 * passes over the events, so 100,000 of them take well under a second.
 */
public final class Checker {
    private Checker() {}

    public static Verdict check(Run run, VacuityGuard guard) {
        Evidence evidence = new Evidence(run);
        Verdict verdict = new Verdict();
        new StoreRules(evidence, verdict).check();
        new DeviceRules(evidence, verdict).check();
        new AnswerRules(evidence, verdict).check();
        new OrderRules(evidence, verdict).check();
        new ReceiptRules(evidence, verdict).check();
        guard.check(evidence, verdict);
        return verdict;
    }
}
