namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>What one look at a container found; the message says why it failed.</summary>
public readonly record struct ProbeOutcome(bool IsSuccess, string Message = "")
{
    public static ProbeOutcome Success { get; } = new(true);

    /// <summary>Whether nobody could look, which says nothing of the container.</summary>
    public bool IsError => State is not null;

    /// <summary>What such a look ended as.</summary>
    public string? State { get; private init; }

    /// <summary>A success that is worth a word.</summary>
    public static ProbeOutcome Warning(string message) => new(true, message);

    public static ProbeOutcome Failure(string message) => new(false, message);

    public static ProbeOutcome Error(string message, string state = "unknown") => new(false, message) { State = state };
}
