using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Networking;

/// <summary>An address that a service was given.</summary>
[KubeKind("networking.k8s.io/v1", "IPAddress")]
public sealed record IPAddress : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    public IPAddressSpec Spec { get; init => field = value ?? new(); } = new();
}

/// <summary>To whom the address belongs.</summary>
[RequiredFields("parentRef")]
public sealed record IPAddressSpec
{
    /// <summary>The object that has the address.</summary>
    public ParentReference? ParentRef { get; init; }
}

/// <summary>Names the object that has an address.</summary>
[RequiredFields("resource", "name")]
public sealed record ParentReference
{
    /// <summary>Group of the object.</summary>
    public string Group { get; init => field = value ?? ""; } = "";

    /// <summary>Resource of the object, such as services.</summary>
    public string Resource { get; init => field = value ?? ""; } = "";

    /// <summary>Namespace of the object.</summary>
    public string Namespace { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the object.</summary>
    public string Name { get; init => field = value ?? ""; } = "";
}
