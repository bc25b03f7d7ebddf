using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain interface whose grains are named by a 64-bit integer and a string.</summary>
public interface IGrainWithIntegerCompoundKey : IGrain;
