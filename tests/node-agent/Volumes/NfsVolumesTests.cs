using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Programs;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Tests.Volumes;

/// <summary>What kubelet's plug-in for NFS has <c>mount</c> do.</summary>
public sealed class NfsVolumesTests : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("kube-nfs-").FullName;

    private string Folder => Path.Combine(_parent, "vol");

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Theory]
    [InlineData("files.example", "/srv", false, "", "-t nfs files.example:/srv FOLDER")]
    [InlineData("files.example", "/srv", true, "", "-t nfs -o ro files.example:/srv FOLDER")]
    [InlineData("192.0.2.7", "/a/b", false, "nfsvers=4.1,hard,hard", "-t nfs -o hard,nfsvers=4.1 192.0.2.7:/a/b FOLDER")]
    [InlineData("192.0.2.7", "/", true, "soft,ro", "-t nfs -o ro,soft 192.0.2.7:/ FOLDER")]
    [InlineData("2001:db8::7", "/srv", false, "", "-t nfs [2001:db8::7]:/srv FOLDER")]
    [InlineData("[2001:db8::7]", "/srv", false, "", "-t nfs [2001:db8::7]:/srv FOLDER")]
    public async Task A_folder_of_a_server_is_mounted_with_its_options(string server, string path, bool isReadOnly, string options, string arguments)
    {
        var ran = new List<string>();
        var volumes = new NfsVolumes((program, given, _) =>
        {
            ran.Add($"{program} {string.Join(' ', given)}");
            return Task.FromResult(new ProgramResult(0, ""));
        });
        await volumes.MountAsync(new NFSVolumeSource { Server = server, Path = path }, Folder, options.Split(',', StringSplitOptions.RemoveEmptyEntries), isReadOnly, default);

        ran.ShouldBe([$"mount {arguments.Replace("FOLDER", Folder, StringComparison.Ordinal)}"]);
        Directory.Exists(Folder).ShouldBeTrue();
    }

    [Fact]
    public async Task What_cannot_be_mounted_is_told_and_leaves_no_folder()
    {
        var volumes = new NfsVolumes(static (_, _, _) => Task.FromResult(new ProgramResult(32, "mount.nfs: Connection refused")));
        var refusal = await Should.ThrowAsync<ReferenceException>(() => volumes.MountAsync(new NFSVolumeSource { Server = "files.example", Path = "/srv" }, Folder, [], false, default));

        refusal.Message.ShouldBe($"mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t nfs files.example:/srv {Folder}\nOutput: mount.nfs: Connection refused\n");
        Directory.Exists(Folder).ShouldBeFalse();
    }
}
