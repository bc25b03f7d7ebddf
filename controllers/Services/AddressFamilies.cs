using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Controllers.Services;

/// <summary>The sorts of addresses that a service leads to, and those that pods have.</summary>
internal static class AddressFamilies
{
    /// <summary>The address types of a service's slices, the first one that of its Endpoints.</summary>
    public static IReadOnlyList<string> Of(Service service) => service.Spec.IpFamilies.Count > 0 ? service.Spec.IpFamilies : [TypeOf(service.Spec.ClusterIP)];

    public static string TypeOf(string address) => address.Contains(':') ? AddressType.IPv6 : AddressType.IPv4;

    /// <summary>A pod's addresses of one sort, as they are written plainly.</summary>
    public static IReadOnlyList<string> Of(Pod pod, string addressType)
    {
        if (pod.Status.PodIPs.Count == 0) return TypeOf(pod.Status.PodIP) == addressType ? [IpText.Canonical(pod.Status.PodIP)] : [];
        return [.. pod.Status.PodIPs.Where(ip => TypeOf(ip.Ip) == addressType).Select(static ip => IpText.Canonical(ip.Ip))];
    }
}
