using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.NodeAgent.Proxy;

namespace Orleans.Kube.NodeAgent.Tests.Proxy;

public sealed class ProxyPortsTests
{
    [Fact]
    public async Task The_two_ports_answer_as_those_of_kube_proxy_do_also_when_one_is_taken()
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        var (health, status) = (FreePort(), FreePort());
        using var ending = new CancellationTokenSource();
        var running = Run(health, ((IPEndPoint)taken.LocalEndpoint).Port, ending.Token);
        var other = Run(0, status, ending.Token);

        (await AskAsync($"http://127.0.0.1:{health}/healthz")).ShouldContain("\"lastUpdated\":");
        (await AskAsync($"http://127.0.0.1:{health}/livez")).ShouldNotContain("nodeEligible");
        (await AskAsync($"http://localhost:{status}/proxyMode")).ShouldBe("iptables");

        await ending.CancelAsync();
        await Task.WhenAll(running, other).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private static Task Run(int health, int status, CancellationToken cancellationToken) => new ProxyPorts(
        new ProxyHealth(TimeProvider.System), new AgentOptions { ProxyHealthPort = health, ProxyStatusPort = status },
        TimeProvider.System, NullLogger<ProxyPorts>.Instance).RunAsync(cancellationToken);

    /// <summary>Asks until the port is open.</summary>
    private static async Task<string> AskAsync(string url)
    {
        using var http = new HttpClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                return await http.GetStringAsync(url, limit.Token);
            }
            catch (HttpRequestException e) when (e.StatusCode is null)
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
