using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>The sandbox of a pod.</summary>
public sealed record SandboxSpec
{
    public required PodIdentity Pod { get; init; }

    public int Attempt { get; init; }

    public required string Hostname { get; init; }

    /// <summary>The name of the runtime's runtime that runs the pod; empty for the usual one.</summary>
    public string Handler { get; init; } = "";

    public bool HostNetwork { get; init; }

    public bool HostPid { get; init; }

    public bool HostIpc { get; init; }

    /// <summary>Ports of the machine that lead to ports of the pod.</summary>
    public IReadOnlyList<ContainerPort> HostPorts { get; init; } = [];

    public IReadOnlyDictionary<string, string> Sysctls { get; init; } = new Dictionary<string, string>();
}
