package im.hongyan.client.error;

import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;

/** The server said no, finally: nothing was done and the same request will not succeed. */
public final class RefusedException extends ClientException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public RefusedException(Problem problem) {
        super(problem.getCode() + ": " + problem.getMessage(), null);
        this.problem = problem;
    }

    public static RefusedException of(ErrorCode code, String message) {
        return new RefusedException(Problems.of(code, message));
    }

    /** The code of the catalogue; {@link ErrorCode#INTERNAL} for one that this version of the SDK does not know. */
    public ErrorCode code() {
        ErrorCode code = Problems.code(problem);
        return code == null ? ErrorCode.INTERNAL : code;
    }

    /** All that the server said, its code as text, the field that broke the rule and the trace id included. */
    public Problem problem() {
        return problem;
    }
}
