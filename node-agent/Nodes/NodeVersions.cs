namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>What this agent says it is.</summary>
public static class NodeVersions
{
    public const string Kubelet = "v1.33.0-orleans-kube";

    public static string Architecture => System.Runtime.InteropServices.RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        var other => other.ToString().ToLowerInvariant(),
    };
}
