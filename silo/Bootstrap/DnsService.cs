using System.Net;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>
/// The service under whose address pods ask for names: the tenth of the range. Every node's agent answers for it itself; pods with its label
/// take over where somebody runs a DNS server of their own.
/// </summary>
internal static class DnsService
{
    private const int Place = 9;
    private const string Label = "kube-dns";

    /// <param name="first">The address of the <c>kubernetes</c> service, the first of the range.</param>
    public static KubeObject For(IPAddress first)
    {
        var bytes = first.GetAddressBytes();
        bytes[^1] += Place;
        var address = new IPAddress(bytes).ToString();
        return new Service
        {
            ApiVersion = "v1",
            Kind = "Service",
            Metadata = new ObjectMeta
            {
                Name = "kube-dns", Namespace = "kube-system",
                Labels = new Dictionary<string, string> { ["k8s-app"] = Label, ["kubernetes.io/cluster-service"] = "true", ["kubernetes.io/name"] = "CoreDNS" },
            },
            Spec = new ServiceSpec
            {
                Type = "ClusterIP",
                ClusterIP = address,
                ClusterIPs = [address],
                Selector = new Dictionary<string, string> { ["k8s-app"] = Label },
                Ports =
                [
                    new ServicePort { Name = "dns", Protocol = "UDP", Port = 53, TargetPort = 53 },
                    new ServicePort { Name = "dns-tcp", Protocol = "TCP", Port = 53, TargetPort = 53 },
                ],
            },
        };
    }
}
