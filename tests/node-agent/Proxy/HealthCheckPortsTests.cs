using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.NodeAgent.Proxy;

namespace Orleans.Kube.NodeAgent.Tests.Proxy;

public sealed class HealthCheckPortsTests
{
    [Fact]
    public async Task A_port_says_whether_there_are_endpoints_and_closes_with_its_service()
    {
        using var ports = new HealthCheckPorts(NullLogger<HealthCheckPorts>.Instance);
        using var http = new HttpClient();
        var port = FreePort();

        ports.Keep([new HealthCheck(port, "default", "web", 2)]);
        var answer = await http.GetAsync($"http://127.0.0.1:{port}/");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("X-Load-Balancing-Endpoint-Weight").ShouldBe(["2"]);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        ((string)body["service"]!["name"]!, (int)body["localEndpoints"]!).ShouldBe(("web", 2));

        ports.Keep([new HealthCheck(port, "default", "web", 0)]);
        (await http.GetAsync($"http://127.0.0.1:{port}/healthz")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        ports.Keep([]);
        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync($"http://127.0.0.1:{port}/"));
    }

    [Fact]
    public void A_port_that_is_taken_hurts_no_other()
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        using var ports = new HealthCheckPorts(NullLogger<HealthCheckPorts>.Instance);
        Should.NotThrow(() => ports.Keep([new HealthCheck(((IPEndPoint)taken.LocalEndpoint).Port, "default", "a", 1), new HealthCheck(FreePort(), "default", "b", 1)]));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
