package im.hongyan.e2e.checker;

/**
 * What a run must show before its zeros mean anything.
 *
 * @param accepted sends with an answer ACCEPTED, at the least
 * @param inFlight sends on their way when each pulse struck, at the least
 * @param pulses blows of the fault, at the least
 */
public record VacuityGuard(int accepted, int inFlight, int pulses) {
    /** A run under the load L0. */
    public static final VacuityGuard STRICT = new VacuityGuard(1_000, 20, 1);

    void check(Evidence evidence, Verdict verdict) {
        if (verdict.of(Count.ACCEPTED) < accepted) {
            verdict.vacuous(verdict.of(Count.ACCEPTED) + " sends were accepted, needed are " + accepted);
        }
        if (evidence.run().pulses().size() < pulses) {
            verdict.vacuous(evidence.run().pulses().size() + " pulses struck, needed are " + pulses);
        }
        evidence.run()
                .members()
                .forEach((conversation, users) -> users.stream()
                        .filter(user -> evidence.run().pulls().stream()
                                .noneMatch(pull -> pull.conversation().equals(conversation)
                                        && pull.user().equals(user)))
                        .forEach(user -> verdict.vacuous(user + " did not pull " + conversation)));
        for (Pulse pulse : evidence.run().pulses()) {
            long flying = evidence.outcomes().values().stream()
                    .filter(outcome -> outcome.inFlightDuring(pulse.from(), pulse.until()))
                    .count();
            if (flying < inFlight) {
                verdict.vacuous(pulse.name() + " struck with " + flying + " sends in flight, needed are " + inFlight);
            }
            if (pulse.evidence().isBlank()) {
                verdict.vacuous(pulse.name() + " left no evidence");
            }
        }
    }
}
