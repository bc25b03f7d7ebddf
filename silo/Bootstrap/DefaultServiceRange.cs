using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>The ServiceCIDR <c>kubernetes</c>: the range that services' addresses come from.</summary>
internal static class DefaultServiceRange
{
    public static ObjectKey Key { get; } = new(new GroupResource("networking.k8s.io", "servicecidrs"), "", "kubernetes");

    public static ServiceCIDR Of(ServiceNetwork network, DateTimeOffset now) => new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Kind = "ServiceCIDR",
        Metadata = new ObjectMeta { Name = Key.Name },
        Spec = new ServiceCIDRSpec { Cidrs = [network.Addresses.ToString()] },
        Status = new ServiceCIDRStatus
        {
            Conditions = [new Condition { Type = "Ready", Status = "True", Reason = "NetworkReady", Message = "Kubernetes default Service CIDR is ready", LastTransitionTime = now }],
        },
    };
}
