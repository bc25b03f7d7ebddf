using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Networking;

[KubeKind("networking.k8s.io/v1", "IPAddress")]
public sealed record IPAddress : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public IPAddressSpec Spec { get; init => field = value ?? new(); } = new();
}

public sealed record IPAddressSpec
{
    public ParentReference? ParentRef { get; init; }
}

public sealed record ParentReference
{
    public string Group { get; init => field = value ?? ""; } = "";

    public string Resource { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";
}
