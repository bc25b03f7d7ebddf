using Orleans.Kube.Model.Discovery;

namespace Orleans.Kube.Controllers.Services;

/// <summary>Endpoints that may share slices: they have the same ports and the same sort of address.</summary>
/// <param name="AddressType">The sort of address.</param>
/// <param name="Ports">The ports.</param>
/// <param name="Endpoints">The endpoints, in the order in which new ones are placed.</param>
public sealed record SliceGroup(string AddressType, IReadOnlyList<EndpointPort> Ports, IReadOnlyList<Endpoint> Endpoints)
{
    /// <summary>What tells groups apart.</summary>
    public string Key => KeyOf(AddressType, Ports);

    /// <summary>The group that a slice belongs to.</summary>
    public static string KeyOf(EndpointSlice slice) => KeyOf(slice.AddressType, slice.Ports);

    private static string KeyOf(string addressType, IReadOnlyList<EndpointPort> ports) =>
        $"{addressType}:{string.Join(';', ports.Select(static p => $"{p.Name}/{p.Protocol}/{p.Port}/{p.AppProtocol}").Order(StringComparer.Ordinal))}";
}
