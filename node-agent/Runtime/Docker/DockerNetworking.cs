using System.Globalization;
using Orleans.Kube.NodeAgent.Routes;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>The bridge that the node's pods share. Agents with the same range on one machine share it too.</summary>
internal sealed class DockerNetworking
{
    private const string MadeBy = "io.orleans-kube.network";

    private readonly DockerConnection _docker;
    private readonly string _wanted;

    public DockerNetworking(DockerConnection docker, string name) => (_docker, _wanted, Name) = (docker, name, name);

    /// <summary>The network's name, once it is prepared.</summary>
    public string Name { get; private set; }

    public async Task PrepareAsync(string cidr, CancellationToken cancellationToken)
    {
        if (await _docker.FindAsync<DockerNetwork>($"/networks/{_wanted}", cancellationToken) is { } known)
        {
            if (HasRange(known, cidr)) return;
            Name = $"{_wanted}-{cidr.Replace('/', '-')}";
            if (await _docker.FindAsync<DockerNetwork>($"/networks/{Name}", cancellationToken) is not null) return;
        }

        await _docker.PostAsync<DockerId>("/networks/create", new
        {
            Name, CheckDuplicate = true, Driver = "bridge",
            IPAM = new { Config = new[] { new DockerSubnet(cidr) } },
            Options = new Dictionary<string, string> { ["com.docker.network.driver.mtu"] = Overlay.PacketBytes.ToString(CultureInfo.InvariantCulture) },
            Labels = new Dictionary<string, string> { [MadeBy] = "pods" },
        }, cancellationToken);
    }

    /// <summary>Removes the networks that agents made here and that nothing uses any more.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var filter = Uri.EscapeDataString($$"""{"label":["{{MadeBy}}"]}""");
        foreach (var network in await _docker.GetAsync<List<DockerNetwork>>($"/networks?filters={filter}", cancellationToken))
        {
            if (network.Name != _wanted && !network.Name.StartsWith($"{_wanted}-", StringComparison.Ordinal)) continue;
            try
            {
                await _docker.DoAsync(HttpMethod.Delete, $"/networks/{network.Id}", null, cancellationToken);
            }
            catch (RuntimeException e) when (e.IsNotFound || e.Message.Contains("active endpoints", StringComparison.Ordinal))
            {
                continue;
            }
        }
    }

    private static bool HasRange(DockerNetwork network, string cidr) => network.IPAM.Config?.Any(c => c.Subnet == cidr) == true;
}
