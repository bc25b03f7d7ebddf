namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>How a device did its work since the machine started.</summary>
/// <param name="ReadsMerged">Reads that were joined with others next to them.</param>
/// <param name="WritesMerged">Writes that were joined with others next to them.</param>
/// <param name="SectorsRead">Sectors of 512 bytes that were read.</param>
/// <param name="SectorsWritten">Sectors of 512 bytes that were written.</param>
/// <param name="ReadTime">How long all reads took together.</param>
/// <param name="WriteTime">How long all writes took together.</param>
/// <param name="UnderWay">How many operations are under way now.</param>
/// <param name="BusyTime">How long there was something to do.</param>
/// <param name="WaitTime">How long all operations waited and were done, together.</param>
public sealed record DeviceWork(
    long ReadsMerged, long WritesMerged, long SectorsRead, long SectorsWritten, TimeSpan ReadTime, TimeSpan WriteTime, long UnderWay, TimeSpan BusyTime, TimeSpan WaitTime);
