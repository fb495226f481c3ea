package im.hongyan.core.refusal;

import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;

/** An expected no, on its way through a pipeline to the endpoint, which turns it into a value of the reply. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public Refused(Problem problem) {
        super(problem.getCode() + ": " + problem.getMessage(), null, false, false);
        this.problem = problem;
    }

    public static Refused of(ErrorCode code, String message) {
        return new Refused(Problems.of(code, message));
    }

    /** An INVALID_FIELD. */
    public static Refused invalid(String field, String message) {
        return new Refused(Problems.invalid(field, message));
    }

    /** The same for foreign and unknown conversations, so that nobody learns which exist. */
    public static Refused notMember() {
        return of(ErrorCode.NOT_MEMBER, "not a member of this conversation");
    }

    /** The same no, because of one field of the request. */
    public Refused atField(String path) {
        String field = problem.getField().isEmpty() ? path : path + '.' + problem.getField();
        return new Refused(problem.toBuilder().setField(field).build());
    }

    /** What the reply says. */
    public Problem problem() {
        return problem;
    }
}
