using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>What the node knows about itself that pods are told.</summary>
public interface IPodEnvironment
{
    /// <summary>The node's address.</summary>
    string HostIP { get; }

    /// <summary>The cluster's DNS server, or null.</summary>
    string? ClusterDns { get; }

    string ClusterDomain { get; }

    /// <summary>The node as the cluster knows it.</summary>
    Node Node { get; }
}
