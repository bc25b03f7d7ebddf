namespace Orleans.Kube.Model;

/// <summary>The apiVersion and kind under which a record travels.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KubeKindAttribute(string apiVersion, string kind) : Attribute
{
    public string ApiVersion { get; } = apiVersion;

    public string Kind { get; } = kind;
}
