package dev.tachograph.linux;

/** One thing that a process gives up for good. */
interface Restraint {

    /**
     * Gives it up.
     *
     * @return what is so from now on, in a few words
     * @throws KernelRefusal where the kernel does not have it, or refuses
     */
    String apply(KernelCalls kernel) throws KernelRefusal;
}
