namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>Facts that travel with a container as labels, because the pod may change or be unknown when they are needed.</summary>
public sealed record ContainerNotes
{
    /// <summary>The file on the machine behind the container's termination message path; empty when there is none.</summary>
    public string TerminationLog { get; init; } = "";

    /// <summary><c>File</c> or <c>FallbackToLogsOnError</c>.</summary>
    public string TerminationMessagePolicy { get; init; } = "";
}
