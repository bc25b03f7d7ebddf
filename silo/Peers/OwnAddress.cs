using System.Net;
using System.Net.Sockets;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Silo.Peers;

/// <summary>Where others reach this silo.</summary>
public sealed class OwnAddress(KubeControlPlaneOptions options)
{
    /// <summary>The port that the API server listens on.</summary>
    public int Port { get; set; }

    /// <summary>The address that the <c>kubernetes</c> service leads to: the advertised, the bound, or the machine's first one.</summary>
    public IPAddress Advertised => options.Advertise ?? (IsOfOneInterface ? options.Bind : SubjectNames.MachineAddresses().FirstOrDefault() ?? IPAddress.Loopback);

    /// <summary>Where other silos reach this one.</summary>
    public string Url => UrlOf(options.Advertise is null && IPAddress.IsLoopback(options.Bind) ? options.Bind : Advertised);

    /// <summary>Where machines reach this one.</summary>
    public string AdvertisedUrl => UrlOf(Advertised);

    private bool IsOfOneInterface => !options.Bind.Equals(IPAddress.Any) && !options.Bind.Equals(IPAddress.IPv6Any) && !IPAddress.IsLoopback(options.Bind);

    private string UrlOf(IPAddress address) => $"https://{(address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString())}:{Port}";
}
