namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>Which pod something belongs to. The uid tells apart pods that bear one name after each other.</summary>
public sealed record PodIdentity(string Namespace, string Name, string Uid)
{
    public override string ToString() => $"{Name}_{Namespace}({Uid})";
}
