using Orleans.Kube.NodeAgent.Programs;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Tests.Volumes;

/// <summary>The cases of k8s.io/mount-utils: which programs run on a device, one after the other, and what is said when one fails.</summary>
public sealed class DiskFormatsTests
{
    private const string Look = "blkid -p -s TYPE -s PTTYPE -o export /dev/x";
    private const string Nothing = "";

    private readonly List<string> _ran = [];

    [Theory]
    [InlineData(Nothing, "ext4", false, "mkfs.ext4 -F -m0 /dev/x", "mount -t ext4 -o defaults /dev/x /mnt")]
    [InlineData(Nothing, "ext3", false, "mkfs.ext3 -F -m0 /dev/x", "mount -t ext3 -o defaults /dev/x /mnt")]
    [InlineData(Nothing, "xfs", false, "mkfs.xfs -f /dev/x", "mount -t xfs -o defaults /dev/x /mnt")]
    [InlineData(Nothing, "btrfs", false, "mkfs.btrfs /dev/x", "mount -t btrfs -o defaults /dev/x /mnt")]
    [InlineData("TYPE=ext4\n", "ext4", false, "fsck -a /dev/x", "mount -t ext4 -o defaults /dev/x /mnt")]
    [InlineData("DEVNAME=/dev/x\nTYPE=ext3\n", "ext4", false, "fsck -a /dev/x", "mount -t ext4 -o defaults /dev/x /mnt")]
    [InlineData("PTTYPE=dos\n", "ext4", false, "fsck -a /dev/x", "mount -t ext4 -o defaults /dev/x /mnt")]
    [InlineData("TYPE=ext4\n", "ext4", true, "mount -t ext4 -o ro,defaults /dev/x /mnt")]
    public async Task What_is_on_a_device_decides(string found, string type, bool isReadOnly, params string[] programs)
    {
        await Formats(found).MountAsync("/dev/x", "/mnt", type, [], isReadOnly, isInUse: false, default);
        _ran.ShouldBe([Look, .. programs]);
    }

    [Fact]
    public async Task A_device_that_is_mounted_elsewhere_is_not_looked_through()
    {
        await Formats("TYPE=ext4\n").MountAsync("/dev/x", "/mnt", "ext4", ["noatime"], isReadOnly: false, isInUse: true, default);
        _ran.ShouldBe([Look, "mount -t ext4 -o noatime,defaults /dev/x /mnt"]);
    }

    [Fact]
    public async Task Options_are_sorted_and_given_once()
    {
        await Formats("TYPE=ext4\n").MountAsync("/dev/x", "/mnt", "ext4", ["sync", "noatime", "sync", "ro"], isReadOnly: true, isInUse: false, default);
        _ran[^1].ShouldBe("mount -t ext4 -o noatime,ro,sync,defaults /dev/x /mnt");
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(4, "'fsck' found errors on device /dev/x but could not correct them: said by fsck")]
    [InlineData(8, null)]
    [InlineData(-1, null)]
    public async Task Errors_that_cannot_be_mended_keep_a_device_from_being_mounted(int code, string? refusal) =>
        (await RefusalAsync(Formats("TYPE=ext4\n", "fsck", code), isReadOnly: false)).ShouldBe(refusal);

    [Theory]
    [InlineData("blkid", 1, false, "failed to get disk format of disk /dev/x: exit status 1")]
    [InlineData("blkid", -1, false, "executable file not found in $PATH: blkid")]
    [InlineData("mkfs.ext4", 1, false, "format of disk \"/dev/x\" failed: type:(\"ext4\") target:(\"/mnt\") options:(\"defaults\") errcode:(exit status 1) output:(said by mkfs.ext4) ")]
    [InlineData("mkfs.ext4", -1, false, "executable file not found in $PATH: mkfs.ext4")]
    [InlineData("mount", 32, false, "mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t ext4 -o defaults /dev/x /mnt\nOutput: said by mount\n")]
    [InlineData("", 0, true, "cannot mount unformatted disk /dev/x as we are manipulating it in read-only mode")]
    public async Task What_fails_is_told_in_kubelets_words(string program, int code, bool isReadOnly, string message) =>
        (await RefusalAsync(Formats(Nothing, program, code), isReadOnly)).ShouldBe(message);

    [Theory]
    [InlineData("TYPE=ext4\n", "resize2fs /dev/x")]
    [InlineData("TYPE=xfs\n", "xfs_growfs -d /mnt")]
    [InlineData("TYPE=btrfs\n", "btrfs filesystem resize max /mnt")]
    public async Task A_file_system_grows_by_its_own_program(string found, string program)
    {
        await Formats(found).GrowAsync("/dev/x", "/mnt", default);
        _ran.ShouldBe([Look, program]);
    }

    [Fact]
    public async Task What_cannot_grow_is_told()
    {
        (await Should.ThrowAsync<ReferenceException>(() => Formats("TYPE=vfat\n").GrowAsync("/dev/x", "/mnt", default))).Message
            .ShouldBe("resizeFS.Resize failed: resize of format vfat is not supported for device /dev/x mounted at /mnt");
        (await Should.ThrowAsync<ReferenceException>(() => Formats("TYPE=ext4\n", "resize2fs", 1).GrowAsync("/dev/x", "/mnt", default))).Message
            .ShouldBe("resizeFS.Resize failed: resize of device /mnt failed: exit status 1. resize2fs output: said by resize2fs");
    }

    private static async Task<string?> RefusalAsync(DiskFormats formats, bool isReadOnly)
    {
        try
        {
            await formats.MountAsync("/dev/x", "/mnt", "ext4", [], isReadOnly, isInUse: false, default);
            return null;
        }
        catch (ReferenceException e)
        {
            return e.Message;
        }
    }

    /// <summary>A machine on whose device that is found, and one of whose programs fails, or is missing where the code is -1.</summary>
    private DiskFormats Formats(string found, string failing = "", int code = 0) => new((program, arguments, _) =>
    {
        _ran.Add($"{program} {string.Join(' ', arguments)}");
        if (program == failing && code < 0) throw new FileNotFoundException();
        if (program == failing) return Task.FromResult(new ProgramResult(code, $"said by {program}"));
        return Task.FromResult(program == "blkid" ? new ProgramResult(found.Length == 0 ? 2 : 0, found) : new ProgramResult(0, ""));
    });
}
