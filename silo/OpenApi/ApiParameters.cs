namespace Orleans.Kube.Silo.OpenApi;

/// <summary>The parameters that the verbs take.</summary>
internal static class ApiParameters
{
    public static readonly ApiParameter Pretty = new("pretty", "string", "Whether the answer is indented. Without it, it is for curl, wget and browsers.");

    public static readonly ApiParameter Name = new("name", "string", "The name of the object.", InPath: true);

    public static readonly ApiParameter Namespace = new("namespace", "string", "The namespace of the object.", InPath: true);

    public static readonly ApiParameter Rest = new("path", "string", "The path to ask what is behind the proxy for.", InPath: true);

    public static readonly IReadOnlyList<ApiParameter> Selection =
    [
        new("continue", "string", "The token with which the previous page ended."),
        new("fieldSelector", "string", "Only objects whose fields have these values."),
        new("labelSelector", "string", "Only objects whose labels match."),
        new("limit", "integer", "The most objects that one answer may hold; the rest follows by the continue token."),
        new("resourceVersion", "string", "The state to read or to watch from; empty for the latest."),
        new("resourceVersionMatch", "string", "How resourceVersion is meant: Exact or NotOlderThan."),
        new("sendInitialEvents", "boolean", "Whether a watch starts with the objects that are there, and a bookmark after them."),
        new("timeoutSeconds", "integer", "How long the call may last, whether or not something happens."),
    ];

    public static readonly IReadOnlyList<ApiParameter> List =
    [
        new("allowWatchBookmarks", "boolean", "Whether a watch may be sent BOOKMARK events, which tell how far it has come."),
        .. Selection,
        new("watch", "boolean", "Whether changes are streamed as they happen, rather than the objects listed."),
    ];

    /// <summary>Those of the older paths that only watch.</summary>
    public static readonly IReadOnlyList<ApiParameter> Watch = [.. List, Pretty];

    public static readonly IReadOnlyList<ApiParameter> Write =
    [
        new("dryRun", "string", "With All, everything is done except storing the outcome."),
        new("fieldManager", "string", "In whose name the fields are set; at most 128 printable characters."),
        new("fieldValidation", "string", "What becomes of unknown and duplicate fields: Ignore, Warn (the default) or Strict."),
    ];

    public static readonly IReadOnlyList<ApiParameter> Patch =
    [
        .. Write,
        new("force", "boolean", "Whether an apply takes over fields that others own."),
    ];

    public static readonly IReadOnlyList<ApiParameter> Delete =
    [
        new("dryRun", "string", "With All, everything is done except storing the outcome."),
        new("gracePeriodSeconds", "integer", "How long the object has to end; 0 for at once."),
        new("ignoreStoreReadErrorWithClusterBreakingPotential", "boolean", "Accepted for compatibility: objects are always readable here."),
        new("orphanDependents", "boolean", "Superseded by propagationPolicy."),
        new("propagationPolicy", "string", "What becomes of dependents: Orphan, Background or Foreground."),
    ];

    public static readonly IReadOnlyList<ApiParameter> Proxied = [new("path", "string", "The path to ask what is behind the proxy for.")];

    private static readonly ApiParameter Container = new("container", "string", "The container; may be left out when there is only one.");

    private static readonly ApiParameter[] Streams =
    [
        Container,
        new("stderr", "boolean", "Whether the errors that it writes are sent."),
        new("stdin", "boolean", "Whether input is passed on."),
        new("stdout", "boolean", "Whether the output is sent."),
        new("tty", "boolean", "Whether it has a terminal."),
    ];

    /// <summary>The parameters of a subresource that opens a connection.</summary>
    public static IReadOnlyList<ApiParameter> OfConnection(string subresource) => subresource switch
    {
        "exec" => [new("command", "string", "The command and its arguments, one parameter each."), .. Streams],
        "attach" => Streams,
        "portforward" => [new("ports", "integer", "The ports to forward, where the connection does not name them itself.")],
        "proxy" => Proxied,
        "log" =>
        [
            Container,
            new("follow", "boolean", "Whether lines are sent as they are written."),
            new("insecureSkipTLSVerifyBackend", "boolean", "Accepted for compatibility: nodes are always verified."),
            new("limitBytes", "integer", "The most bytes to send."),
            new("previous", "boolean", "Whether the log of the run before the last restart is meant."),
            new("sinceSeconds", "integer", "Only lines of the last so many seconds."),
            new("stream", "string", "All, Stdout or Stderr."),
            new("tailLines", "integer", "Only the last so many lines."),
            new("timestamps", "boolean", "Whether each line starts with its time."),
        ],
        _ => [],
    };
}
