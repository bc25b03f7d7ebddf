using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>The ServiceCIDR <c>kubernetes</c>: the range that services' addresses come from.</summary>
internal static class DefaultServiceRange
{
    public static ObjectKey Key { get; } = new(Resources.ServiceCIDRs, "", ServiceRangePlanner.Default);

    public static ServiceCIDR Of(ServiceNetwork network) => new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Kind = "ServiceCIDR",
        Metadata = new ObjectMeta { Name = Key.Name },
        Spec = new ServiceCIDRSpec { Cidrs = [network.Addresses.ToString()] },
    };
}
