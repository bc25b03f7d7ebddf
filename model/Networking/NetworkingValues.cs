namespace Orleans.Kube.Model.Networking;

/// <summary>The values of PolicyType.</summary>
[Closed]
public static class PolicyType
{
    public const string Ingress = "Ingress";
    public const string Egress = "Egress";
}

/// <summary>How a path of an Ingress is matched.</summary>
[Closed]
public static class PathType
{
    public const string Exact = "Exact";
    public const string Prefix = "Prefix";
    public const string ImplementationSpecific = "ImplementationSpecific";
}
