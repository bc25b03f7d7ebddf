namespace Orleans.Kube.Model.Networking;

/// <summary>The values of PolicyType.</summary>
public static class PolicyType
{
    public const string Ingress = "Ingress";
    public const string Egress = "Egress";
}
