using Orleans.Kube.NodeAgent.Programs;

namespace Orleans.Kube.NodeAgent.Tests.Docker;

/// <summary>A block device of its own, on a file of zeroes.</summary>
internal sealed class LoopDevice : IAsyncDisposable
{
    private const long Bytes = 32 << 20;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"loop-{Guid.NewGuid():N}");

    public string Device { get; private set; } = "";

    public static async Task<LoopDevice> MakeAsync()
    {
        var device = new LoopDevice();
        await device.GrowAsync(Bytes);
        device.Device = (await RunAsync("losetup", "-f", "--show", device._file)).Trim();
        return device;
    }

    /// <summary>Makes the device as large as this.</summary>
    public async Task GrowAsync(long bytes)
    {
        await using (var file = File.Open(_file, FileMode.OpenOrCreate)) file.SetLength(bytes);
        if (Device.Length > 0) await RunAsync("losetup", "-c", Device);
    }

    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await MachineProgram.RunAsync(program, arguments, "", MachineProgram.Patience, CancellationToken.None);
        return result.Code == 0 ? result.Output : throw new InvalidOperationException($"{program}: {result.Text}");
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("losetup", "-d", Device);
        File.Delete(_file);
    }
}
