using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Routes;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>
/// The bridge that the node's pods share, a network of Docker's. Agents with the same range on one machine share it too. The agent joins sandboxes
/// to it itself; those that have ports on the machine are joined by Docker, which keeps such ports.
/// </summary>
internal sealed class DockerNetworking(DockerConnection docker, string socket, string wanted)
{
    private const string MadeBy = "io.orleans-kube.network";
    private const string BridgeName = "com.docker.network.bridge.name";
    private const string Packets = "com.docker.network.driver.mtu";
    private const string Reservations = "/run/orleans-kube/addresses";

    private readonly ConcurrentDictionary<string, string> _addresses = new();
    private PodAddresses? _free;
    private IPNetwork _range;
    private string _bridge = "";
    private string? _other;

    /// <summary>The network's name, once it is prepared: another where the wanted one is there with other addresses.</summary>
    private string Name => _other ?? wanted;

    /// <summary>Whether this process may change the machine's network.</summary>
    private static bool MayJoin => Environment.IsPrivilegedProcess;

    /// <summary>Makes the network where it is missing. Sandboxes that had been joined to one that somebody removed are joined to the new one.</summary>
    public async Task PrepareAsync(string cidr, CancellationToken cancellationToken)
    {
        _range = IPNetwork.Parse(cidr);
        var network = await FindAsync(cidr, cancellationToken) ?? await MakeAsync(cidr, cancellationToken);
        _bridge = network.Options?.GetValueOrDefault(BridgeName) ?? $"br-{network.Id[..12]}";
        if (!MayJoin) return;
        var folder = Directory.CreateDirectory(ReservationsOf(Name));
        _free ??= new PodAddresses(folder.FullName, _range);
        foreach (var address in await UsedAsync(cancellationToken)) _free.Mark(address);
        await RejoinAsync(cancellationToken);
    }

    /// <summary>How a new sandbox is joined: nothing for one on the machine's own network.</summary>
    /// <exception cref="RuntimeException">No address is left, or none can be taken.</exception>
    public async Task<SandboxNetwork?> PlanAsync(SandboxSpec spec, CancellationToken cancellationToken)
    {
        if (spec.HostNetwork) return null;
        if (_free is null) return new SandboxNetwork(Name, "", IsJoinedByDocker: true);
        try
        {
            return new SandboxNetwork(Name, await TakeAsync(_free, cancellationToken), IsJoinedByDocker: spec.HostPorts.Count > 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuntimeException($"no address can be taken: {e.Message}", e);
        }
    }

    /// <summary>Joins a sandbox that runs.</summary>
    /// <exception cref="RuntimeException">The machine refuses.</exception>
    public async Task JoinAsync(string sandbox, SandboxNetwork plan, CancellationToken cancellationToken)
    {
        if (plan.IsJoinedByDocker && !MayJoin) return;
        try
        {
            if (plan.IsJoinedByDocker)
            {
                await PodLink.ReflectAsync(_bridge, cancellationToken);
                return;
            }

            var process = (await docker.GetAsync<DockerContainer>($"/containers/{sandbox}/json", cancellationToken)).State.Pid;
            await PodLink.AttachAsync(sandbox, process, _bridge, plan.Address, _range, NodeNetworking.Gateway(_range.ToString()), cancellationToken);
        }
        catch (NetworkCommandException e)
        {
            throw new RuntimeException($"the sandbox could not be joined to the pods' network: {e.Message}", e);
        }
    }

    /// <summary>Remembers which address a sandbox has, for when it goes.</summary>
    public void Note(string sandbox, string address)
    {
        if (address.Length > 0) _addresses[sandbox] = address;
    }

    public void Release(string address)
    {
        if (address.Length > 0) _free?.Release(address);
    }

    /// <summary>A sandbox is gone: its address may be used again.</summary>
    public void Forget(string sandbox)
    {
        if (_addresses.TryRemove(sandbox, out var address)) Release(address);
    }

    /// <summary>Removes the networks that agents made here and that nothing uses any more.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var filter = Uri.EscapeDataString($$"""{"label":["{{MadeBy}}"]}""");
        foreach (var network in await docker.GetAsync<List<DockerNetwork>>($"/networks?filters={filter}", cancellationToken))
        {
            if (network.Name != wanted && !network.Name.StartsWith($"{wanted}-", StringComparison.Ordinal)) continue;
            if ((await SandboxesAsync(network.Name, cancellationToken)).Count > 0) continue;
            try
            {
                await docker.DoAsync(HttpMethod.Delete, $"/networks/{network.Id}", null, cancellationToken);
                if (Directory.Exists(ReservationsOf(network.Name))) Directory.Delete(ReservationsOf(network.Name), recursive: true);
            }
            catch (RuntimeException e) when (e.IsNotFound || e.Message.Contains("active endpoints", StringComparison.Ordinal))
            {
                continue;
            }
        }
    }

    private async Task<string> TakeAsync(PodAddresses free, CancellationToken cancellationToken)
    {
        if (free.Take() is { } address) return address;
        free.Sweep(await UsedAsync(cancellationToken));
        return free.Take() ?? throw new RuntimeException($"no address is left in {_range}");
    }

    private async Task<DockerNetwork?> FindAsync(string cidr, CancellationToken cancellationToken)
    {
        var known = await docker.FindAsync<DockerNetwork>($"/networks/{Name}", cancellationToken);
        if (known is null || HasRange(known, cidr)) return known;
        _other = $"{wanted}-{cidr.Replace('/', '-')}";
        return await docker.FindAsync<DockerNetwork>($"/networks/{Name}", cancellationToken);
    }

    private async Task<DockerNetwork> MakeAsync(string cidr, CancellationToken cancellationToken)
    {
        var made = await docker.PostAsync<DockerId>("/networks/create", new
        {
            Name, CheckDuplicate = true, Driver = "bridge",
            IPAM = new { Config = new[] { new DockerSubnet(cidr) } },
            Options = new Dictionary<string, string> { [Packets] = Overlay.PacketBytes.ToString(CultureInfo.InvariantCulture) },
            Labels = new Dictionary<string, string> { [MadeBy] = "pods" },
        }, cancellationToken);
        return await docker.GetAsync<DockerNetwork>($"/networks/{made.Id}", cancellationToken);
    }

    private async Task RejoinAsync(CancellationToken cancellationToken)
    {
        try
        {
            var joined = await PodLink.OnAsync(_bridge, cancellationToken);
            foreach (var sandbox in await SandboxesAsync(Name, cancellationToken))
                if (!joined.Contains(PodLink.DeviceOf(sandbox.Id)) && PodLink.Exists(sandbox.Id)) await PodLink.RejoinAsync(sandbox.Id, _bridge, cancellationToken);
            await PodLink.ReflectAsync(_bridge, cancellationToken);
        }
        catch (NetworkCommandException e)
        {
            throw new RuntimeException($"the pods' network could not be made anew: {e.Message}", e);
        }
    }

    /// <summary>The addresses of all sandboxes on the bridge, whoever made them.</summary>
    private async Task<IReadOnlySet<string>> UsedAsync(CancellationToken cancellationToken)
    {
        var network = await docker.GetAsync<DockerNetwork>($"/networks/{Name}", cancellationToken);
        var sandboxes = await SandboxesAsync(Name, cancellationToken);
        return (network.Containers?.Values.Select(static c => c.IPv4Address.Split('/')[0]) ?? [])
            .Concat(sandboxes.Select(static s => s.Labels?.GetValueOrDefault(DockerLabels.Address) ?? "")).Where(static a => a.Length > 0).ToHashSet();
    }

    private Task<List<DockerSummary>> SandboxesAsync(string network, CancellationToken cancellationToken)
    {
        var filter = Uri.EscapeDataString(JsonSerializer.Serialize(new { label = new[] { $"{DockerLabels.Network}={network}" } }));
        return docker.GetAsync<List<DockerSummary>>($"/containers/json?all=1&filters={filter}", cancellationToken);
    }

    /// <summary>Networks of the same name in several engines are several networks.</summary>
    private string ReservationsOf(string network) =>
        Path.Combine(Reservations, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{socket} {network}")))[..16]);

    private static bool HasRange(DockerNetwork network, string cidr) => network.IPAM.Config?.Any(c => c.Subnet == cidr) == true;
}

/// <summary>How a sandbox is joined to the pods' network.</summary>
/// <param name="Network">Its name.</param>
/// <param name="Address">The address of the sandbox; empty where Docker chooses one.</param>
/// <param name="IsJoinedByDocker">Docker joins it, not the agent.</param>
internal sealed record SandboxNetwork(string Network, string Address, bool IsJoinedByDocker);
