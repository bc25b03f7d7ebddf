using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.NodeAgent.Proxy.Connections;

namespace Orleans.Kube.NodeAgent.Tests.Proxy;

public sealed class TrackingSettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tracking-").FullName;

    [Theory]
    [InlineData("65536", "432000", "60", 2, "131072", "86400", "3600")]
    [InlineData("65536", "432000", "60", 8, "262144", "86400", "3600")]
    [InlineData("1048576", "86400", "3600", 8, "1048576", "86400", "3600")]
    public void The_kernel_keeps_track_as_long_as_kube_proxy_asks_for(
        string max, string standing, string closing, int processors, string setMax, string setStanding, string setClosing)
    {
        Write(max, standing, closing);
        new TrackingSettings(_folder, NullLogger.Instance).Apply(processors);
        Read().ShouldBe((setMax, setStanding, setClosing));
    }

    [Fact]
    public void A_machine_without_these_settings_is_left_alone() =>
        Should.NotThrow(() => new TrackingSettings(Path.Combine(_folder, "none"), NullLogger.Instance).Apply(2));

    private void Write(string max, string standing, string closing)
    {
        File.WriteAllText(PathOf("max"), max + "\n");
        File.WriteAllText(PathOf("tcp_timeout_established"), standing + "\n");
        File.WriteAllText(PathOf("tcp_timeout_close_wait"), closing + "\n");
    }

    private (string, string, string) Read() => (Value("max"), Value("tcp_timeout_established"), Value("tcp_timeout_close_wait"));

    private string Value(string name) => File.ReadAllText(PathOf(name)).Trim();

    private string PathOf(string name) => Path.Combine(_folder, $"nf_conntrack_{name}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
